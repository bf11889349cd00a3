// Small comforts; every page works without them.
document.addEventListener("click", (event) => {
  const add = event.target.closest("[data-check]");
  if (!add) return;
  const box = document.getElementById(add.dataset.check);
  if (!box) return;
  box.checked = true;
  box.closest("details")?.setAttribute("open", "");
  add.remove();
  box.focus();
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});
