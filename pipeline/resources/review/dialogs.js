/* Help, what codes mean, a name for a topic, files, and messages. */

function tell(message) {
  byId("melding").textContent = message;
}

function showHelp() {
  byId("hulp").showModal();
  byId("hulp-kop").focus(); // the first that can be pressed is at the end
}

/* Write what each code means, under a heading for each group. */
function writeMeanings() {
  const groups = [["Soorten", data.kinds], ["Thema’s", data.themes], ["Rollen", data.roles]];
  const row = ({ name, about }) => make("tr", {}, make("th", { scope: "row" }, bdi(name)), make("td", {}, bdi(about)));
  for (const [title, codes] of groups) {
    const told = codes.filter(({ about }) => about);
    if (told.length) byId("betekenis").lastElementChild.append(make("table", {}, make("caption", {}, title), make("tbody", {}, ...told.map(row))));
  }
}

/* Show or hide what codes mean; who hides it goes on where the statement is. */
function turnMeanings() {
  const details = byId("betekenis");
  details.open = !details.open;
  (details.open ? details.firstElementChild : byId("kop")).focus();
}

/* Close a dialog. The focus goes to the statement at once: an event would come when the coder may be elsewhere. */
function shut(dialog) {
  dialog.close();
  byId("kop").focus({ preventScroll: true });
}

/* Ask for a text in a dialog. */
function ask({ title, note, value, done }) {
  const dialog = byId("vraag");
  byId("vraag-kop").textContent = title;
  byId("vraag-uitleg").textContent = note;
  const input = byId("vraag-tekst");
  input.value = value;
  const form = dialog.querySelector("form");
  form.onsubmit = (event) => {
    event.preventDefault();
    shut(dialog);
    done(collapsed(input.value));
  };
  dialog.showModal();
  input.select();
}

function download(name, rows) {
  const address = URL.createObjectURL(new Blob([toCsv(rows)], { type: "text/csv" }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  state.isSaved = true;
  tell(`${name} is gedownload: ${count(rows.length, "rij", "rijen")}. Zet het bestand in de map met verslagen.`);
}

/* The name of the coder as part of the name of a file. */
function fileName(end = "") {
  const name = state.coder.normalize("NFC").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "");
  return `correcties-${name || "naamloos"}${end}.csv`;
}

async function load(files) {
  const told = [];
  for (const file of files) {
    const rows = fromCsv(new Uint8Array(await file.arrayBuffer()));
    told.push(rows ? takeIn(rows) : `${file.name} is geen bestand met correcties; kies een CSV-bestand dat op deze bladzijde of in Excel als CSV is bewaard.`);
  }
  const differs = state.others.size > 0 && differences().length > 0;
  if (differs) byId("zoek").value = ""; // what the coder looked for before would hide them
  openPart(differs ? "verschillen" : view.part, { keepPlace: true });
  byId("kop").focus({ preventScroll: true });
  tell(told.join(" "));
}

for (const button of document.querySelectorAll("dialog button.sluit")) {
  button.addEventListener("click", () => shut(button.closest("dialog")));
}
for (const dialog of document.querySelectorAll("#vraag, #hulp")) {
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    shut(dialog);
  });
}
byId("laad").addEventListener("click", () => byId("bestand").click());
byId("bestand").addEventListener("change", async ({ target }) => {
  await load(target.files);
  target.value = "";
});
byId("download").addEventListener("click", () => download(fileName(), ownRows()));
byId("download-afgesproken").addEventListener("click", () => download(fileName("-na-overleg"), settledRows()));
byId("uitleg").addEventListener("click", showHelp);
addEventListener("beforeunload", (event) => {
  if (!state.isKept && !state.isSaved) event.preventDefault();
});
