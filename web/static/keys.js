// Keys for those who want them; every page works without this file.
"use strict";

const all = (selector) => [...document.querySelectorAll(selector)];

let hit = -1;
function stepHit(step) {
  const links = all(".hit h2 a");
  if (!links.length) return;
  hit = Math.min(Math.max(hit + step, 0), links.length - 1);
  links[hit].focus();
  links[hit].closest(".hit").scrollIntoView({ block: "nearest" });
}

let mark = -1;
function stepMark(step) {
  const marks = all("article mark");
  if (!marks.length) return;
  if (marks[mark]) marks[mark].classList.remove("now");
  mark = (mark + step + marks.length) % marks.length;
  marks[mark].classList.add("now");
  marks[mark].scrollIntoView({ block: "center" });
  const place = document.querySelector(".matches .place");
  if (place) place.textContent = `${mark + 1} of ${marks.length}`;
}

function toSearchBox() {
  const box = document.querySelector("#q");
  box.focus();
  box.select();
}

const KEYS = {
  "/": toSearchBox,
  "j": () => stepHit(1),
  "k": () => stepHit(-1),
  "n": () => stepMark(1),
  "p": () => stepMark(-1),
  "?": () => document.querySelector("#keys").showModal(),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest && event.target.closest("input, textarea, select");
  const asked = document.querySelector("dialog[open]");
  if (typing || asked || event.ctrlKey || event.metaKey || event.altKey || !(event.key in KEYS)) return;
  event.preventDefault();
  KEYS[event.key]();
});

document.addEventListener("focusin", (event) => {
  const item = event.target.closest(".hit");
  if (item) hit = all(".hit").indexOf(item);
});

function button(text, label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

const matches = document.querySelector(".matches");
if (matches) {
  const place = document.createElement("span");
  place.className = "place";
  place.setAttribute("role", "status");
  matches.append(
    place,
    button("↑", "Previous match (p)", () => stepMark(-1)),
    button("↓", "Next match (n)", () => stepMark(1)),
  );
}
