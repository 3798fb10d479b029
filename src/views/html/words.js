// Words in both languages: the page's own, and those about flows, which come with the records.

import { count } from "./format.js";
import { shown } from "./store.js";

const WORDS = {
  // The frame
  packets: { zh: "个包", en: "packets", one: "packet" },
  flows: { zh: "个流", en: "flows", one: "flow" },
  kernelCount: { zh: "内核的状态与推断一致 {n} / {all}", en: "states of the kernel as inferred {n} / {all}" },
  flowsHeading: { zh: "连接", en: "Connections" },
  textHeading: { zh: "报文与注解", en: "Packets and notes" },
  ladderHeading: { zh: "时序图", en: "Ladder" },
  statesHeading: { zh: "状态图", en: "State diagram" },
  graphHeading: { zh: "图", en: "Graphs" },
  explainHeading: { zh: "说明", en: "Explained" },
  tabFlows: { zh: "连接", en: "Flows" },
  tabText: { zh: "报文", en: "Packets" },
  tabLadder: { zh: "时序", en: "Ladder" },
  tabStates: { zh: "状态", en: "States" },
  tabGraphs: { zh: "图", en: "Graphs" },
  parts: { zh: "各部分", en: "Parts" },
  tools: { zh: "工具", en: "Tools" },
  searchForm: { zh: "查找", en: "Search" },
  pace: { zh: "播放速度", en: "Pace" },
  hint: { zh: "← → 逐包移动 · 点一个词看它的说明 · ? 列出按键", en: "← → step · click a word to have it explained · ? lists the keys" },
  source: { zh: "抓包", en: "capture" },
  search: { zh: "查找报文与注解", en: "Find in packets and notes" },
  found: { zh: "{n} / {all}", en: "{n} / {all}" },
  foundNone: { zh: "没有", en: "none" },
  theme: { zh: "颜色：自动", en: "Colours: automatic" },
  themeLight: { zh: "颜色：浅", en: "Colours: light" },
  themeDark: { zh: "颜色：深", en: "Colours: dark" },
  help: { zh: "按键", en: "Keys" },
  close: { zh: "关闭", en: "Close" },
  cutPackets: {
    zh: "这一页只有前 {n} 个包，共 {all} 个。用 --flow N、过滤表达式或 -c 选出想看的。",
    en: "This page holds the first {n} of {all} packets. Choose with --flow N, an expression or -c.",
  },
  cutFlows: { zh: "表中只有前 {n} 个流，共 {all} 个。", en: "The table holds the first {n} of {all} flows." },
  unfinished: {
    zh: "这一页没有写完（抓包被中断，或仍在进行）。",
    en: "This page was not written to its end: the capture was cut off, or is still going on.",
  },
  nothing: { zh: "没有包", en: "No packets" },

  // The table of flows
  filterFlows: { zh: "筛选：地址、端口、状态……", en: "Filter: address, port, state …" },
  anyClosing: { zh: "各种结束", en: "any closing" },
  troubleOnly: { zh: "只看有问题的", en: "only with trouble" },
  flowsShown: { zh: "{n} / {all}", en: "{n} of {all}" },
  colWarnings: { zh: "警告", en: "warnings" },
  otherPackets: { zh: "其他包", en: "other packets" },
  guessed: { zh: "抓包始于中途，哪一端是客户端是推测", en: "the capture began mid-stream: which end is the client is a guess" },

  // One flow
  factOpen: { zh: "第 {n} 个包起连接建立", en: "open from packet {n}" },
  factClient: { zh: "客户端先关闭", en: "client closes first" },
  factServer: { zh: "服务器先关闭", en: "server closes first" },
  factWaitsClient: { zh: "客户端在 TIME-WAIT 等待", en: "client waits in TIME-WAIT" },
  factWaitsServer: { zh: "服务器在 TIME-WAIT 等待", en: "server waits in TIME-WAIT" },
  factPause: { zh: "最长的停顿", en: "longest pause" },
  until: { zh: "，等{end}发送", en: ", until the {end} sends" },
  partOfFlow: { zh: "此流 {all} 个包中的 {n} 个在这一页", en: "{n} of this flow's {all} packets are on this page" },
  phase: { zh: "阶段", en: "phases" },
  step: { zh: "步骤", en: "steps" },
  warning: { zh: "警告", en: "warnings" },
  notedOnly: { zh: "只看有注解的", en: "only with notes" },
  teaching: { zh: "盖住注解", en: "cover notes" },
  uncover: { zh: "揭开", en: "uncover" },
  covered: { zh: "想一想：这个报文段做了什么？两端现在是什么状态？", en: "Think: what does this segment do? Which states are both ends in now?" },
  first: { zh: "第一个包", en: "First packet" },
  back: { zh: "上一个包", en: "Previous packet" },
  forward: { zh: "下一个包", en: "Next packet" },
  last: { zh: "最后一个包", en: "Last packet" },
  play: { zh: "播放", en: "Play" },
  pause: { zh: "暂停", en: "Pause" },
  pace1: { zh: "原速", en: "at its pace" },
  pace10: { zh: "慢 10 倍", en: "10 × slower" },
  pace100: { zh: "慢 100 倍", en: "100 × slower" },
  paceStep: { zh: "每秒一个", en: "one a second" },
  toScale: { zh: "按时间比例", en: "time to scale" },
  zoomIn: { zh: "放大", en: "Zoom in" },
  zoomOut: { zh: "缩小", en: "Zoom out" },
  zoomAll: { zh: "全部", en: "Whole flow" },
  showsData: { zh: "数据方向", en: "data of" },
  timer: { zh: "计时器", en: "timer" },

  // Graphs
  axisSeq: { zh: "序号", en: "sequence number" },
  axisFlight: { zh: "在途数据与窗口（字节）", en: "in flight, and window (bytes)" },
  axisRtt: { zh: "往返时间（ms，在抓包处）", en: "round-trip time (ms, at the capture point)" },
  legendData: { zh: "数据", en: "data" },
  legendAgain: { zh: "重传", en: "retransmitted" },
  legendAck: { zh: "已确认到", en: "acknowledged" },
  legendWindow: { zh: "窗口允许到", en: "window allows" },
  legendSack: { zh: "SACK", en: "SACK" },
  legendClosed: { zh: "零窗口", en: "zero window" },
  graphNone: { zh: "此方向没有数据", en: "No data in this direction" },
  graphMissing: { zh: "没有这个流的图：这一页没有写完，或同时打开的流太多", en: "No graph of this flow: the page was not written to its end, or too many flows were open at once" },
  graphLabel: {
    zh: "时间与序号：{n} 个数据报文段，其中重传 {again} 个；箭头键逐包移动",
    en: "Sequence numbers over time: {n} data segments, {again} of them sent again; the arrow keys step through them",
  },

  // Explanations
  packetNumber: { zh: "第 {n} 个包", en: "Packet {n}" },
  field: { zh: "字段", en: "field" },
  value: { zh: "值", en: "value" },
  meaning: { zh: "含义", en: "meaning" },
  seeAlso: { zh: "另见", en: "See also" },
  facts: { zh: "流 {n} 的全部数据", en: "All facts of flow {n}" },
  yes: { zh: "是", en: "yes" },
  no: { zh: "否", en: "no" },
  noNote: { zh: "这个包没有注解。", en: "There is no note on this packet." },
  unknownState: { zh: "未知", en: "unknown" },
  fieldFlags: { zh: "标志", en: "Flags" },
  fieldTime: { zh: "时间", en: "time" },
  sinceStart: { zh: "自抓包开始", en: "since the capture began" },
  sinceBefore: { zh: "距上一个包", en: "after the one before" },
  fromTo: { zh: "{from} → {to}", en: "{from} → {to}" },
  bytesFromTo: { zh: "第 {first} 至 {last} 字节", en: "bytes {first} to {last}" },
  takesNone: { zh: "不占序号", en: "takes no sequence number" },
  takesOne: { zh: "SYN 或 FIN 占一个序号", en: "SYN or FIN takes one number" },
  expects: { zh: "期待的下一个字节", en: "the next byte expected" },
  windowBytes: { zh: "{n} × 2^{scale} = {all} 字节", en: "{n} × 2^{scale} = {all} bytes" },
  windowPlain: { zh: "{all} 字节", en: "{all} bytes" },
  payload: { zh: "数据字节", en: "bytes of data" },
  relative: { zh: "相对 {n}", en: "relative {n}" },
  assumed: { zh: "推测：以它会到达为前提", en: "assumed: it is believed to arrive" },
  retracted: { zh: "更正先前的推测", en: "takes an assumption back" },

  // State diagram
  passiveOpen: { zh: "被动打开", en: "passive OPEN" },
  activeOpen: { zh: "主动打开 | 发 SYN", en: "active OPEN | snd SYN" },
  rcvSyn: { zh: "收 SYN | 发 SYN,ACK", en: "rcv SYN | snd SYN,ACK" },
  sendSyn: { zh: "发送 | 发 SYN", en: "SEND | snd SYN" },
  rcvSynAck: { zh: "收 SYN,ACK | 发 ACK", en: "rcv SYN,ACK | snd ACK" },
  rcvAckOfSyn: { zh: "收 SYN | 的 ACK", en: "rcv ACK | of SYN" },
  closeFin: { zh: "关闭 | 发 FIN", en: "CLOSE | snd FIN" },
  rcvFin: { zh: "收 FIN | 发 ACK", en: "rcv FIN | snd ACK" },
  rcvAckOfFin: { zh: "收 FIN | 的 ACK", en: "rcv ACK | of FIN" },
  rcvFinAck: { zh: "收 FIN,ACK | 发 ACK", en: "rcv FIN,ACK | snd ACK" },
  timeout: { zh: "2MSL 超时", en: "2MSL timeout" },
  diagramNow: { zh: "客户端 {client}，服务器 {server}", en: "client {client}, server {server}" },

  // Keys
  keyStep: { zh: "上一个、下一个包", en: "previous, next packet" },
  keyEnds: { zh: "第一个、最后一个包", en: "first, last packet" },
  keyPlay: { zh: "播放、暂停", en: "play, pause" },
  keyFlow: { zh: "上一个、下一个连接", en: "previous, next connection" },
  keyWarning: { zh: "下一个警告", en: "next warning" },
  keyCover: { zh: "盖住注解", en: "cover the notes" },
  keyUncover: { zh: "揭开这个包", en: "uncover this packet" },
  keySearch: { zh: "查找", en: "find" },
  keyZoom: { zh: "放大、缩小图", en: "zoom the graphs" },
  keyHelp: { zh: "这张表", en: "this table" },
};

let brought = new Map(); // words of flows and their ends, which came with the records

export function useWords(words) {
  brought = words;
}

/** A word of the page in the language shown, its {placeholders} filled; an unknown key as it is. */
export function word(key, values = {}) {
  const words = WORDS[key] ?? brought.get(key);
  return words ? words[shown.language].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "") : key;
}

/** "18 packets", "1 flow". */
export function counted(number, key) {
  return `${count(number)} ${shown.language === "en" && number === 1 ? WORDS[key].one : word(key)}`;
}

/** Fills every element of page.html that names its word. */
export function fillWords(root) {
  for (const node of root.querySelectorAll("[data-word]")) {
    node.textContent = word(node.dataset.word);
  }
  for (const node of root.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", word(node.dataset.label));
    node.setAttribute("title", word(node.dataset.label));
  }
  for (const node of root.querySelectorAll("[data-placeholder]")) {
    node.setAttribute("placeholder", word(node.dataset.placeholder));
    node.setAttribute("aria-label", word(node.dataset.placeholder));
  }
}
