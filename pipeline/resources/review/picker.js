/* Choosing codes from a long list: type to narrow it, arrows to go through it, Enter to choose. */

const picker = { dialog: byId("kiezer"), input: byId("kiezer-tekst"), list: byId("kiezer-lijst"), options: [], active: -1, ask: null };

/* Let the coder choose.

   ask: { title, options: [{ code, name, about }], chosen, several, fresh, done }. `chosen` is a list of codes, or one
   code; `fresh` makes an option of a new name; `done` gets what was chosen. */
function choose(ask) {
  picker.ask = { ...ask, chosen: ask.several ? [...ask.chosen] : ask.chosen };
  byId("kiezer-kop").textContent = ask.title;
  byId("kiezer-uitleg").textContent = ask.several
    ? "Typ een deel van de naam. Enter kiest of verwijdert; Enter zonder keuze is klaar."
    : "Typ een deel van de naam, en kies met Enter.";
  picker.list.setAttribute("aria-multiselectable", String(Boolean(ask.several)));
  picker.input.value = "";
  showOptions();
  picker.dialog.showModal();
  picker.input.focus();
}

function showOptions() {
  const { options, several, fresh, chosen } = picker.ask;
  const typed = folded(picker.input.value.trim());
  picker.options = options.filter(({ code, name, about }) => folded(`${name} ${code} ${about ?? ""}`).includes(typed));
  // A code whose name begins with what was typed comes first.
  if (typed) picker.options.sort((one, other) => folded(other.name).startsWith(typed) - folded(one.name).startsWith(typed));
  const name = collapsed(picker.input.value);
  if (fresh && name && !options.some((option) => option.name === name)) picker.options.push({ code: name, name: `${fresh}: ${name}` });
  if (several) picker.options.sort((one, other) => (typed ? 0 : chosen.includes(other.code) - chosen.includes(one.code)));
  picker.active = typed ? 0 : several ? -1 : picker.options.findIndex(({ code }) => code === chosen);
  if (!several && picker.active < 0) picker.active = 0;
  picker.list.replaceChildren(...picker.options.map(optionNode));
  showActive();
}

function optionNode(option, place) {
  const isChosen = picker.ask.several ? picker.ask.chosen.includes(option.code) : picker.ask.chosen === option.code;
  return make(
    "li",
    { id: `keuze-${place}`, role: "option", "aria-selected": String(isChosen), onclick: () => pick(place) },
    make("span", {}, option.name),
    ...(option.about ? [make("span", { class: "note" }, option.about)] : []),
  );
}

function showActive() {
  for (const node of picker.list.children) node.classList.toggle("active", node.id === `keuze-${picker.active}`);
  const node = byId(`keuze-${picker.active}`);
  node?.scrollIntoView({ block: "nearest" });
  if (node) picker.input.setAttribute("aria-activedescendant", node.id);
  else picker.input.removeAttribute("aria-activedescendant");
}

function pick(place) {
  const option = picker.options[place];
  if (!option) return close();
  const { ask } = picker;
  if (!ask.several) {
    ask.chosen = option.code;
    return close();
  }
  ask.chosen = ask.chosen.includes(option.code) ? ask.chosen.filter((code) => code !== option.code) : [...ask.chosen, option.code].sort();
  picker.input.value = "";
  showOptions();
  tell(`${option.name}: ${ask.chosen.includes(option.code) ? "gekozen" : "niet meer gekozen"}`);
}

function close() {
  const { ask } = picker;
  picker.ask = null;
  shut(picker.dialog);
  ask.done(ask.chosen);
}

picker.input.addEventListener("input", showOptions);
picker.dialog.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && picker.options.length) {
    event.preventDefault();
    picker.active = Math.max(0, Math.min(picker.options.length - 1, picker.active + step));
    showActive();
  } else if (event.key === "Enter" && event.target === picker.input) {
    event.preventDefault();
    if (picker.active < 0 || picker.options.length) pick(picker.active);
  }
});
byId("kiezer-klaar").addEventListener("click", () => (picker.ask.several ? close() : pick(picker.active)));
picker.dialog.addEventListener("cancel", (event) => {
  // Who leaves without choosing has not said that there is none.
  view.isAnswering = false;
  event.preventDefault();
  if (!picker.ask.several || (picker.ask.isOpen && !picker.ask.chosen.length)) shut(picker.dialog);
  else close();
});
