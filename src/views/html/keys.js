// The keyboard.

import { html, part } from "./dom.js";
import { openNextFlow } from "./flow_table.js";
import { zoom } from "./graphs.js";
import { goToEnd, goToWarning, step, togglePlay } from "./player.js";
import { change, shown, when } from "./store.js";
import { word } from "./words.js";

function uncover() {
  if (shown.row) {
    change({ uncovered: new Set([...shown.uncovered, shown.row]) });
  }
}

/* Keys, what they do, and the word for it in the table of keys. */
const KEYS = [
  { keys: ["ArrowLeft"], show: "←", run: () => step(-1), word: "keyStep" },
  { keys: ["ArrowRight"], show: "→", run: () => step(1), word: "keyStep" },
  { keys: ["Home"], show: "Home", run: () => goToEnd(-1), word: "keyEnds" },
  { keys: ["End"], show: "End", run: () => goToEnd(1), word: "keyEnds" },
  { keys: [" "], show: "␣", run: togglePlay, word: "keyPlay" },
  { keys: ["["], show: "[", run: () => openNextFlow(-1), word: "keyFlow" },
  { keys: ["]"], show: "]", run: () => openNextFlow(1), word: "keyFlow" },
  { keys: ["w"], show: "W", run: goToWarning, word: "keyWarning" },
  { keys: ["h"], show: "H", run: () => part("teaching").click(), word: "keyCover" },
  { keys: ["u"], show: "U", run: uncover, word: "keyUncover" },
  { keys: ["/"], show: "/", run: () => part("search-text").focus(), word: "keySearch" },
  { keys: ["+", "="], show: "+", run: () => zoom(1), word: "keyZoom" },
  { keys: ["-"], show: "−", run: () => zoom(-1), word: "keyZoom" },
  { keys: ["?"], show: "?", run: showKeys, word: "keyHelp" },
];

function showKeys() {
  const dialog = part("keys");
  const meanings = [...new Set(KEYS.map((row) => row.word))];
  dialog.replaceChildren(
    html("h2", {}, word("help")),
    html("table", {}, html("tbody", {}, ...meanings.map((meaning) => html("tr", {},
      html("td", {}, ...KEYS.filter((row) => row.word === meaning).map((row) => html("kbd", {}, row.show))),
      html("td", {}, word(meaning)))))),
    html("form", { method: "dialog" }, html("button", { type: "submit" }, word("close"))));
  dialog.showModal();
}

/** Whether the element takes this key itself. */
function takesKey(target, key) {
  const typed = target.closest("input:not([type=checkbox]), select, textarea, dialog");
  return typed !== null || (key === " " && target.closest("button, input, [role=button]") !== null);
}

export function startKeys() {
  part("help").addEventListener("click", showKeys);
  addEventListener("keydown", (event) => {
    const found = KEYS.find((row) => row.keys.includes(event.key));
    if (found && !event.ctrlKey && !event.metaKey && !event.altKey && !takesKey(event.target, event.key)) {
      event.preventDefault();
      found.run();
    }
  });
  when(["language"], () => part("keys").close());
}
