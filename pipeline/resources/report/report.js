/* What happens when the page opens: links open what is folded, and what is packed is unpacked. */

const form = document.querySelector("form.search");
let statements = [];
let search = null;
let places = new Map();
let origin = null; // the link that was followed last

foldContents();
addButtons(document);
showForm();
const ready = start();
follow();
addEventListener("load", follow, { once: true }); // once more, as the browser takes the focus away while loading
addEventListener("hashchange", follow);
addEventListener("beforeprint", () => folds.forEach((element) => element.closest("#sessies") || fill(element)));
document.addEventListener("toggle", ({ target }) => target.open && ready.then(() => fill(target)), true);
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  if (!link) return;
  origin = link;
  // Following a link to where the address already points changes no address.
  if (link.getAttribute("href") === location.hash) follow();
});

async function start() {
  try {
    await unpack();
  } catch {
    document.querySelector("main").prepend(make("p", "Deze browser is te oud om alles te tonen."));
    if (form) form.hidden = true;
    return;
  }
  places = placesOf();
  statements = readStatements();
  if (form) search = startSearch(form, statements);
  form?.removeAttribute("aria-busy");
  // What is large but not folded away appears by itself.
  folds.forEach((element) => element.localName === "details" || fill(element));
  if (packed.length) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

function showForm() {
  if (!form) return;
  form.hidden = false;
  form.previousElementSibling.hidden = true;
  form.setAttribute("aria-busy", "true");
  form.querySelector(".count p").textContent = "De uitspraken worden geladen …";
}

/* Go where the address points: to a selection of statements, or to a place that may be folded. */
async function follow() {
  await ready;
  const name = location.hash.slice(1);
  if (search?.restore(name)) return;
  if (places.has(name) && folds.has(places.get(name))) fill(folds.get(places.get(name)));
  let target = document.getElementById(name);
  if (target?.localName === "section") target = target.querySelector(":scope > details") ?? target;
  const folded = target?.closest("details");
  if (!folded) return; // the browser does the rest
  for (let around = folded; around; around = around.parentElement.closest("details")) {
    fill(around);
    around.open = true;
  }
  const place = target === folded ? folded.querySelector("summary") : target;
  if (place === target) place.tabIndex = -1;
  place.focus({ preventScroll: true });
  target.scrollIntoView({ block: place === target ? "center" : "start" }); // a statement with what is around it
}

/* Show the contents unfolded where they stand beside the text. */
function foldContents() {
  const contents = document.querySelector(".contents details");
  const wide = matchMedia("(min-width: 70rem)");
  contents.open = wide.matches;
  wide.addEventListener("change", () => (contents.open = wide.matches));
}
