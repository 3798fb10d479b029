// Panes that show the same flow scroll together: the one under the reader's hand leads.

import { oncePerFrame } from "./dom.js";
import { showInView } from "./graphs.js";
import { ladderPane } from "./ladder.js";
import { shown, when } from "./store.js";
import { textPane } from "./text_pane.js";

const PANES = [textPane, ladderPane];

let leader = null;

function follow() {
  const top = leader?.topRow();
  if (!top) {
    return;
  }
  for (const pane of PANES) {
    if (pane !== leader) {
      pane.showAtTop(top);
    }
  }
  markInView(top);
}

/** Roughly what is in view, for the graphs: from the first row on, as many as fit the ladder. */
function markInView(top) {
  const rows = shown.flow.rows;
  const visible = Math.ceil(ladderPane.scroller().clientHeight / 34);
  showInView(top.time, rows[Math.min(top.index + visible, rows.length - 1)].time);
}

export function startFollowing() {
  for (const pane of PANES) {
    const scroller = pane.scroller();
    const lead = () => {
      leader = pane;
    };
    for (const hand of ["wheel", "touchstart", "pointerdown", "keydown"]) {
      scroller.addEventListener(hand, lead, { passive: true });
    }
    scroller.addEventListener("scroll", oncePerFrame(() => leader === pane && follow()));
  }
  /* A step moves each pane by itself. */
  when(["row", "flow"], () => {
    leader = null;
  });
}
