// A capture made by hand: Ethernet, IPv4, TCP or UDP.

const TO_SERVER = { source: [192, 0, 2, 1], destination: [198, 51, 100, 2] };
const TO_CLIENT = { source: TO_SERVER.destination, destination: TO_SERVER.source };

function ipv4(protocol, { source, destination }, payload) {
  const header = Buffer.alloc(20);
  header.writeUInt8(0x45, 0);
  header.writeUInt16BE(20 + payload.length, 2);
  header.writeUInt8(64, 8);
  header.writeUInt8(protocol, 9);
  Buffer.from([...source, ...destination]).copy(header, 12);
  return Buffer.concat([Buffer.alloc(12), Buffer.from([8, 0]), header, payload]);
}

function tcp({ fromServer = false, port, flags, seq, ack = 0, data = "" }) {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(fromServer ? port : 40000, 0);
  header.writeUInt16BE(fromServer ? 40000 : port, 2);
  header.writeUInt32BE(seq, 4);
  header.writeUInt32BE(ack, 8);
  header.writeUInt8(0x50, 12);
  header.writeUInt8(flags, 13);
  header.writeUInt16BE(1000, 14);
  return ipv4(6, fromServer ? TO_CLIENT : TO_SERVER, Buffer.concat([header, Buffer.from(data)]));
}

/** A handshake on `port`, and then what the client and the server say. */
export function conversation(port, request, response) {
  return [
    tcp({ port, flags: 0x02, seq: 100 }),
    tcp({ port, flags: 0x12, seq: 500, ack: 101, fromServer: true }),
    tcp({ port, flags: 0x10, seq: 101, ack: 501 }),
    tcp({ port, flags: 0x18, seq: 101, ack: 501, data: request }),
    tcp({ port, flags: 0x18, seq: 501, ack: 101 + request.length, data: response, fromServer: true }),
  ];
}

/** A DNS question. */
export function question(name) {
  const header = Buffer.alloc(8);
  header.writeUInt16BE(40001, 0);
  header.writeUInt16BE(53, 2);
  const labels = name.split(".").map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  const message = Buffer.concat([Buffer.from([0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]), ...labels, Buffer.from([0, 0, 1, 0, 1])]);
  header.writeUInt16BE(8 + message.length, 4);
  return ipv4(17, TO_SERVER, Buffer.concat([header, message]));
}

const withLength = (bytes, body) => {
  const length = Buffer.alloc(bytes);
  length.writeUIntBE(body.length, 0, bytes);
  return Buffer.concat([length, body]);
};

/** A TLS ClientHello that asks for `name` (SNI). */
export function clientHello(name) {
  const sni = withLength(2, Buffer.concat([Buffer.from([0]), withLength(2, Buffer.from(name))]));
  const extension = Buffer.concat([Buffer.from([0, 0]), withLength(2, sni)]);
  const body = Buffer.concat([Buffer.from([3, 3]), Buffer.alloc(32), Buffer.from([0, 0, 2, 0x13, 1, 1, 0]), withLength(2, extension)]);
  return Buffer.concat([Buffer.from([22, 3, 1]), withLength(2, Buffer.concat([Buffer.from([1]), withLength(3, body)]))]);
}

/** The frames as a pcap file, a millisecond apart. */
export function capture(frames) {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(262144, 16);
  head.writeUInt32LE(1, 20);
  const records = frames.flatMap((frame, i) => {
    const record = Buffer.alloc(16);
    record.writeUInt32LE(1700000000 + Math.floor(i / 1000), 0);
    record.writeUInt32LE((i % 1000) * 1000, 4);
    record.writeUInt32LE(frame.length, 8);
    record.writeUInt32LE(frame.length, 12);
    return [record, frame];
  });
  return Buffer.concat([head, ...records]);
}
