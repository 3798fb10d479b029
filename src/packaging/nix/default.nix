# In a clone: nix-build src/packaging/nix
{ pkgs ? import <nixpkgs> { } }:

pkgs.stdenv.mkDerivation {
  pname = "tcpgloss";
  version = "0.1.0";
  src = pkgs.lib.cleanSource ../../..;

  nativeBuildInputs = [ pkgs.cmake pkgs.pkg-config ];
  buildInputs = [ pkgs.libpcap pkgs.utf8proc pkgs.zlib pkgs.zstd ]
    ++ pkgs.lib.optional pkgs.stdenv.hostPlatform.isLinux pkgs.libseccomp;
  cmakeFlags = [ "-DTCPGLOSS_TESTS=OFF" ];

  meta = {
    description = "tcpdump's text with TCP explained between the lines";
    homepage = "https://tcpgloss.invalid/";
    license = pkgs.lib.licenses.bsd3;
    platforms = pkgs.lib.platforms.unix;
    mainProgram = "tcpgloss";
  };
}
