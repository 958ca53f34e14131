// An SMPP centre: takes what Kannel submits, reports it delivered, and delivers the messages it is told of on stdin.
// Each line of stdout is what happened, as JSON.
const smpp = require("smpp");
const readline = require("readline");

const tell = (event, what) => process.stdout.write(JSON.stringify({ event, ...what }) + "\n");
let session = null;
let count = 0;

// GSM-7 as Kannel sends it unpacked: one septet a byte. node-smpp decodes it with data_coding 0.
function words(pdu) {
  const message = pdu.short_message.message;
  if (typeof message === "string") return message;
  if (pdu.data_coding === 8) return Buffer.from(message).swap16().toString("utf16le");
  return smpp.encodings.ASCII.decode(message);
}

const server = smpp.createServer((its) => {
  its.on("error", () => {});
  its.on("bind_transceiver", (pdu) => {
    session = its;
    its.send(pdu.response({ system_id: "centre" }));
    tell("bound", {});
  });
  its.on("enquire_link", (pdu) => its.send(pdu.response()));
  its.on("unbind", (pdu) => its.send(pdu.response()));
  its.on("submit_sm", (pdu) => {
    const id = (++count).toString(16).padStart(8, "0");
    its.send(pdu.response({ message_id: id }));
    const udh = pdu.short_message.udh;
    const head = udh ? udh.map((part) => part.toString("hex")) : [];
    tell("submitted", { to: pdu.destination_addr, coding: pdu.data_coding, text: words(pdu), udh: head });
    const text = `id:${id} sub:001 dlvrd:001 submit date:2606271000 done date:2606271001 stat:DELIVRD err:000 text:`;
    its.deliver_sm({
      source_addr: pdu.destination_addr, destination_addr: pdu.source_addr, esm_class: 4,
      source_addr_ton: 1, source_addr_npi: 1,
      short_message: { message: text }, receipted_message_id: id, message_state: 2,
    });
  });
});
server.listen(Number(process.argv[2]), "127.0.0.1", () => tell("listening", {}));

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const { sender, parts, coding } = JSON.parse(line);
  for (const { text, udh } of parts) {
    const buffer = coding === 8 ? Buffer.from(text, "utf16le").swap16() : smpp.encodings.ASCII.encode(text);
    session.deliver_sm({
      source_addr: sender.replace("+", ""), source_addr_ton: 1, source_addr_npi: 1, destination_addr: "8079",
      data_coding: coding, ...(udh ? { esm_class: 0x40 } : {}),
      short_message: udh ? { udh: Buffer.from(udh, "hex"), message: buffer } : { message: buffer },
    }, () => tell("delivered", {}));
  }
});
