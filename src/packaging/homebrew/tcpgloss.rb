# In a clone: brew install --build-from-source --HEAD ./src/packaging/homebrew/tcpgloss.rb
class Tcpgloss < Formula
  desc "Tcpdump's text with TCP explained between the lines"
  homepage "https://tcpgloss.invalid/"
  license "BSD-3-Clause"
  head "file://#{File.expand_path("../../..", __dir__)}", using: :git, branch: "main"

  depends_on "cmake" => :build
  depends_on "pkgconf" => :build
  depends_on "libpcap"
  depends_on "utf8proc"
  depends_on "zstd"

  uses_from_macos "zlib"

  on_linux do
    depends_on "libseccomp"
  end

  def install
    system "cmake", "-S", ".", "-B", "build", "-D", "TCPGLOSS_TESTS=OFF", *std_cmake_args
    system "cmake", "--build", "build"
    system "cmake", "--install", "build"
  end

  test do
    assert_match "TIME-WAIT", shell_output("#{bin}/tcpgloss --describe time-wait")
  end
end
