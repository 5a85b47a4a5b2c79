"use strict";
// A point of the frontier can be chosen: with the slider, the arrow keys or a click in the picture.
// Without this script the picture and the tables say the same.
(function () {
  const data = JSON.parse(document.getElementById("page-data").textContent);
  const picture = document.querySelector("svg.parley-settlements");
  if (!picture || !data.points.length) { return; }
  const holder = picture.parentElement;
  const plots = Array.from(picture.querySelectorAll("svg.plot"));
  const known = new Map();
  plots.forEach(function (plot) {
    const box = plot.viewBox.baseVal;
    plot.whole = [0, 0, box.width, box.height];
    plot.range = plot.dataset.range.split(" ").map(Number);
  });
  let chosen = 0;
  let zoom = 1;

  function make(tag, text, name) {
    const made = document.createElement(tag);
    if (text !== undefined) { made.textContent = text; }
    if (name) { made.className = name; }
    return made;
  }

  function button(text, told, act) {
    const made = make("button", text);
    made.type = "button";
    if (told) { made.setAttribute("aria-label", told); }
    made.addEventListener("click", act);
    return made;
  }

  function table(caption, heads, rows) {
    const made = make("table");
    made.append(make("caption", caption));
    const top = make("tr");
    heads.forEach(function (text) { const cell = make("th", text); cell.scope = "col"; top.append(cell); });
    const head = make("thead");
    head.append(top);
    const body = make("tbody");
    rows.forEach(function (row) {
      const line = make("tr");
      row.forEach(function (text, at) {
        const cell = make(at ? "td" : "th", text);
        if (at) { cell.dataset.label = heads[at]; } else { cell.scope = "row"; }
        line.append(cell);
      });
      body.append(line);
    });
    made.append(head, body);
    return made;
  }

  const slider = make("input");
  slider.type = "range";
  slider.min = "0";
  slider.max = String(data.points.length - 1);
  slider.step = "1";
  slider.id = "point-slider";
  const name = make("label", "Point of the frontier");
  name.htmlFor = slider.id;
  const steps = make("div", undefined, "steps");
  steps.append(
    button("‹", "Point before", function () { choose(chosen - 1); }),
    slider,
    button("›", "Next point", function () { choose(chosen + 1); })
  );
  const jumps = make("div", undefined, "jumps");
  data.points.forEach(function (point, at) {
    if (point.fair.length) {
      jumps.append(button(point.fair.join(", "), "", function () { choose(at); }));
    }
  });
  if (plots.length) {
    jumps.append(
      button("+", "Nearer", function () { look(zoom * 2); }),
      button("−", "Farther", function () { look(zoom / 2); }),
      button("Whole", "Show the whole picture", function () { look(1); })
    );
  }
  const shown = make("div", undefined, "shown");
  shown.setAttribute("role", "status");
  const chooser = make("div", undefined, "chooser");
  chooser.append(name, steps, jumps, shown);
  holder.after(chooser);
  picture.classList.add("alive");

  function places(at) {
    if (!known.has(at)) {
      known.set(at, Array.from(picture.querySelectorAll('[data-k="' + at + '"]')));
    }
    return known.get(at);
  }

  function choose(at) {
    chosen = Math.max(0, Math.min(data.points.length - 1, at));
    const point = data.points[chosen];
    slider.value = String(chosen);
    slider.setAttribute("aria-valuetext", point.label + ": " + point.worth.map(function (worth, party) {
      return worth + " to " + data.parties[party];
    }).join(", "));
    places(chosen).forEach(function (place) {
      const here = (place.closest("svg.plot") || picture).querySelector(".here");
      ["cx", "cy"].forEach(function (key) {
        if (place.hasAttribute(key)) { here.setAttribute(key, place.getAttribute(key)); }
      });
      if (place.hasAttribute("d")) { here.setAttribute("d", place.getAttribute("d")); }
      here.style.display = "inline";
      bring(here);
    });
    tell(point);
    if (zoom > 1) { look(zoom); }
  }

  // On a narrow screen the picture is scrolled to what was chosen.
  function bring(here) {
    const place = here.getBoundingClientRect();
    const room = holder.getBoundingClientRect();
    if (plots.length === 1 && holder.scrollWidth > holder.clientWidth) {
      holder.scrollLeft += place.left + place.width / 2 - (room.left + room.width / 2);
    }
  }

  function tell(point) {
    const title = point.label + " of " + data.total.toLocaleString("en") +
      (point.fair.length ? ": " + point.fair.join(", ") : "");
    const gains = point.gain.some(Boolean);
    const heads = ["Party", "Worth"].concat(gains ? ["Over no agreement"] : []);
    const worths = data.parties.map(function (party, at) {
      return [party, point.worth[at]].concat(gains ? [point.gain[at]] : []);
    });
    const words = data.meanings.some(function (one) { return one.some(Boolean); });
    const values = data.issues.map(function (issue, at) {
      const value = point.package[at];
      return [issue, data.values[at][value]].concat(words ? [data.meanings[at][value]] : []);
    });
    shown.replaceChildren(
      make("h3", title),
      table("What it is worth", heads, worths),
      table("Its package", ["Issue", "Value"].concat(words ? ["In words"] : []), values),
      make("p", point.ties)
    );
  }

  // Nearer, about the chosen point: the plot's window shrinks, and what it shows keeps its size.
  function look(wanted) {
    zoom = Math.max(1, Math.min(256, wanted));
    picture.classList.toggle("near", zoom > 1);
    picture.style.setProperty("--near", String(1 / zoom));
    plots.forEach(function (plot, at) {
      const place = places(chosen)[at];
      const wide = plot.whole[2] / zoom;
      const high = plot.whole[3] / zoom;
      const left = within(Number(place.getAttribute("cx")) - wide / 2, plot.whole[2] - wide);
      const top = within(Number(place.getAttribute("cy")) - high / 2, plot.whole[3] - high);
      plot.setAttribute("viewBox", [left, top, wide, high].join(" "));
      ticks(plot, [left, top, wide, high]);
    });
  }

  function within(value, most) { return Math.max(0, Math.min(most, value)); }

  function ticks(plot, window) {
    const number = plots.indexOf(plot);
    picture.querySelectorAll('.tick[data-plot="' + number + '"]').forEach(function (tick) {
      if (tick.first === undefined) { tick.first = tick.textContent; }
      const axis = Number(tick.dataset.axis);
      const part = Number(tick.dataset.part);
      const from = axis ? 1 - (window[1] + window[3]) / plot.whole[3] : window[0] / plot.whole[2];
      const size = (axis ? window[3] : window[2]) / plot.whole[axis ? 3 : 2];
      const low = plot.range[axis];
      const high = plot.range[axis + 2];
      tick.textContent = zoom === 1 ? tick.first
        : String(Number((low + (from + part * size) * (high - low)).toPrecision(4)));
    });
  }

  // The point nearest to where a plot was clicked, or the way that was.
  function clicked(event) {
    const way = event.target.closest("[data-k]");
    const plot = event.target.closest("svg.plot");
    if (!plot) {
      if (way) { choose(Number(way.dataset.k)); }
      return;
    }
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(plot.getScreenCTM().inverse());
    let best = null;
    let least = Infinity;
    plot.querySelectorAll("circle[data-k]").forEach(function (dot) {
      const far = Math.hypot(dot.getAttribute("cx") - at.x, dot.getAttribute("cy") - at.y);
      if (far < least) { least = far; best = dot; }
    });
    if (best) { choose(Number(best.dataset.k)); }
  }

  const keys = {
    ArrowLeft: function () { choose(chosen - 1); },
    ArrowUp: function () { choose(chosen - 1); },
    ArrowRight: function () { choose(chosen + 1); },
    ArrowDown: function () { choose(chosen + 1); },
    Home: function () { choose(0); },
    End: function () { choose(data.points.length - 1); },
    "+": function () { look(zoom * 2); },
    "-": function () { look(zoom / 2); },
    "0": function () { look(1); }
  };

  function pressed(event) {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.altKey || event.metaKey) { return; }
    event.preventDefault();
    act();
  }

  picture.addEventListener("click", clicked);
  holder.addEventListener("keydown", pressed);
  slider.addEventListener("keydown", pressed);
  slider.addEventListener("input", function () { choose(Number(slider.value)); });
  const first = data.points.findIndex(function (point) { return point.fair.length; });
  choose(Math.max(first, 0));
}());
