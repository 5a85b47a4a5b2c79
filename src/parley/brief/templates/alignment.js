"use strict";
// The keys j, k, n and p go from row to row and from difference to difference.
// Without this script the page says the same.
(function () {
  const rows = Array.from(document.querySelectorAll(".pair"));
  if (!rows.length) { return; }
  document.querySelector(".keys").hidden = false;
  let now = -1;

  function go(at) {
    if (at < 0 || at >= rows.length) { return; }
    if (now >= 0) { rows[now].classList.remove("now"); }
    now = at;
    rows[now].classList.add("now");
    rows[now].focus({ preventScroll: true });
    rows[now].scrollIntoView({ block: "nearest" });
  }

  function seek(step) {
    let at = now + step;
    while (at >= 0 && at < rows.length && !rows[at].querySelector(".notes")) { at += step; }
    go(at);
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.target.closest("input, textarea, select")) { return; }
    if (event.key === "j") { go(now + 1); }
    else if (event.key === "k") { go(now - 1); }
    else if (event.key === "n") { seek(1); }
    else if (event.key === "p") { seek(-1); }
    else { return; }
    event.preventDefault();
  });

  function fromAddress() {
    const row = document.getElementById(location.hash.slice(1));
    if (row && row.classList.contains("pair")) { go(rows.indexOf(row)); }
  }
  window.addEventListener("hashchange", fromAddress);
  fromAddress();
})();
