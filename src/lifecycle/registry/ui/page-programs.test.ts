import { expect, it } from 'vitest';
import { programsOfPage, withoutScripts } from './page-programs.ts';

const PLOT = `<html><head><meta charset="utf-8" /><title>Plot</title></head><body>
  <div><script type="text/javascript">window.PlotlyConfig = {MathJaxConfig: 'local'};</script>
  <script charset="utf-8" src="https://cdn.plot.ly/plotly-2.35.2.min.js"></script>
  <div id="plot" class="plotly-graph-div" style="height:525px; width:100%;"></div>
  <script>if (1 < 2) { Plotly.newPlot("plot", [{ "x": [1, 2] }], {}) };</script></div></body></html>`;

it('a page of which nothing is left without its programs is told from one that loses a part', () => {
  expect(programsOfPage(PLOT)).toBe('all');
  expect(programsOfPage(PLOT.replace('<body>', '<body><h1>Losses</h1>'))).toBe('some');
  expect(programsOfPage(PLOT.replace('<body>', '<body><img src="data:image/png;base64,AA==">'))).toBe('some');
});

it('a page without programs is one, whatever it says about them', () => {
  expect(programsOfPage('<style>p { color: red }</style><p>Call onload = yes in a &lt;script&gt;.</p>')).toBe('none');
  expect(programsOfPage('<!-- <script>gone()</script> --><scripted>words</scripted>')).toBe('none');
  expect(programsOfPage('')).toBe('none');
});

it('programs are found outside of scripts, too', () => {
  expect(programsOfPage('<body onload="draw()"><canvas></canvas></body>')).toBe('all');
  expect(programsOfPage('<SVG ONLOAD = "draw()"></SVG>')).toBe('some');
  expect(programsOfPage('<a href=" javascript:draw()">words</a>')).toBe('some');
  expect(programsOfPage('<iframe src="https://example.org/plot"></iframe>')).toBe('all');
});

it('a hostile text is gone through once, closed or not', () => {
  const times = 200_000;
  for (const part of ['<script', '<script>', '<!--', '<', '<a onx ', '</script', '<b on', '="javascript'])
    expect(['none', 'some', 'all']).toContain(programsOfPage(part.repeat(times)));
});

it('a page without its scripts is the same page, whatever its letters', () => {
  expect(withoutScripts('<p>İ one</p><SCRIPT src="a">if (1 < 2) x()</SCRIPT ><p>two</p><script>')).toBe(
    '<p>İ one</p><p>two</p>',
  );
  const plain = '<!-- <script>a</script> --><style>a::after { content: "<script>" }</style><h1>Report</h1>';
  expect(withoutScripts(plain)).toBe(plain);
});
