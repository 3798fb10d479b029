// Reads the records and starts the parts of the page.

import { startAddress } from "./address.js";
import { html, part, svg } from "./dom.js";
import { startExplanation } from "./explain.js";
import { startFlowTable } from "./flow_table.js";
import { startFollowing } from "./following.js";
import { count, duration } from "./format.js";
import { startGraphs } from "./graphs.js";
import { startKeys } from "./keys.js";
import { startLadder } from "./ladder.js";
import { startOutline } from "./outline.js";
import { startPlayer } from "./player.js";
import { chosen, keepChoice } from "./preferences.js";
import { readRecords } from "./records.js";
import { startSearch } from "./search.js";
import { startStateDiagram } from "./state_diagram.js";
import { change, shown, when } from "./store.js";
import { startTextPane } from "./text_pane.js";
import { counted, fillWords, useWords, word } from "./words.js";

const THEMES = {
  auto: { word: "theme", icon: "M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1zM8 2.6a5.4 5.4 0 0 1 0 10.8z" },
  light: { word: "themeLight", icon: "M8 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7zM7.2 0h1.6v3H7.2zM7.2 13h1.6v3H7.2zM0 7.2h3v1.6H0zM13 7.2h3v1.6h-3z" },
  dark: { word: "themeDark", icon: "M6 1.5A6.8 6.8 0 1 0 14.5 10A5.6 5.6 0 0 1 6 1.5z" },
};

function startLanguage(model) {
  const first = navigator.language.startsWith("zh") ? "zh" : "en";
  const wanted = chosen("language") ?? (model.page.language === "both" ? first : model.page.language);
  part("language").addEventListener("click", () => {
    const language = shown.language === "zh" ? "en" : "zh";
    keepChoice("language", language);
    change({ language });
  });
  when(["language"], () => {
    document.documentElement.lang = shown.language === "zh" ? "zh-CN" : "en";
    part("language").textContent = shown.language === "zh" ? "English" : "中文";
    part("language").lang = shown.language === "zh" ? "en" : "zh-CN";
    fillWords(document);
    drawHead(model);
    drawTheme();
    drawKinds();
  });
  return wanted === "zh" ? "zh" : "en";
}

function drawTheme() {
  const button = part("theme");
  button.replaceChildren(svg("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: THEMES[shown.theme].icon })));
  button.setAttribute("aria-label", word(THEMES[shown.theme].word));
  button.setAttribute("title", word(THEMES[shown.theme].word));
}

function startTheme() {
  when(["theme"], () => {
    document.documentElement.dataset.theme = shown.theme;
    drawTheme();
  });
  part("theme").addEventListener("click", () => {
    const names = Object.keys(THEMES);
    const theme = names[(names.indexOf(shown.theme) + 1) % names.length];
    keepChoice("theme", theme);
    change({ theme });
  });
  const theme = chosen("theme");
  return Object.hasOwn(THEMES, theme) ? theme : "auto";
}

function drawHead(model) {
  const name = model.capture.source ?? word("source");
  const { summary, rows, flows } = model;
  const packets = rows.filter((row) => row.isPacket);
  const span = (packets.at(-1)?.time ?? 0) - (packets[0]?.time ?? 0);
  const flowCount = summary ? summary.flows : flows.size;
  document.title = `${name} – tcpgloss`;
  part("title").textContent = name;
  const asked = model.kernel_count;
  part("facts").textContent =
    `${counted(summary?.packets ?? packets.length, "packets")} · ${counted(flowCount, "flows")} · ${duration(span)}` +
    (asked ? ` · ${word("kernelCount", { n: count(asked.agreed), all: count(asked.compared) })}` : "");
  const remarks = [];
  if (!summary) {
    remarks.push(word("unfinished"));
  } else if (packets.length < summary.packets && model.cut) {
    remarks.push(word("cutPackets", { n: count(packets.length), all: count(summary.packets) }));
  }
  if (model.cut?.flows > 0) {
    remarks.push(word("cutFlows", { n: count(flows.size), all: count(summary.flows) }));
  }
  part("remark").hidden = remarks.length === 0;
  part("remark").textContent = remarks.join(" ");
}

function drawKinds() {
  part("kinds").replaceChildren(...["phase", "step", "warning"].map((kind) => {
    const toggle = () => {
      const kinds = new Set(shown.kinds);
      if (!kinds.delete(kind)) {
        kinds.add(kind);
      }
      change({ kinds });
    };
    return html("button", { type: "button", class: `kind ${kind}`, "aria-pressed": String(shown.kinds.has(kind)), click: toggle }, word(kind));
  }));
}

function startTools() {
  const bind = (id, key, more = () => ({})) => {
    part(id).checked = false;
    part(id).addEventListener("change", () => change({ [key]: part(id).checked, ...more() }));
  };
  bind("noted-only", "notedOnly");
  bind("teaching", "teaching", () => ({ uncovered: new Set() }));
  bind("to-scale", "toScale");
  part("direction").addEventListener("change", () => change({ direction: part("direction").value }));
  when(["kinds"], drawKinds);
}

/** On a narrow screen one pane is shown at a time. */
function startTabs() {
  const tabs = [...part("tabs").querySelectorAll("button")];
  const draw = () => {
    document.body.dataset.tab = shown.tab;
    tabs.forEach((tab) => tab.setAttribute("aria-selected", String(tab.dataset.tab === shown.tab)));
  };
  tabs.forEach((tab) => tab.addEventListener("click", () => change({ tab: tab.dataset.tab })));
  when(["tab"], draw);
  /* Packets that belong to no connection have neither ladder, states nor graphs. */
  when(["flow"], () => part("flow").classList.toggle("unconnected", shown.flow.number === 0));
  draw();
}

function start() {
  const model = readRecords(part("records").textContent);
  useWords(model.words);
  const language = startLanguage(model);
  const theme = startTheme();
  startTools();
  startTabs();
  startTextPane();
  startLadder();
  startStateDiagram();
  startGraphs();
  startExplanation(model);
  startOutline();
  startPlayer();
  startSearch(model);
  startKeys();
  startFollowing();
  change({ language, theme });
  startFlowTable(model);
  startAddress(model);
}

start();
