"""How the page of a council's packet looks, on a screen and on paper, beyond what all pages share."""

STYLE = """
h2 { margin-top: 9mm; }
.question { font-size: 14pt; line-height: 1.5; font-weight: 700; margin: 2mm 0 3mm; }
.due { border: 1px solid #8a5a00; background: #fff9ec; border-radius: 1.5mm; padding: 2mm 3mm; margin: 3mm 0; }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 3mm; }
.two > div { border: 1px solid #d5d9df; border-radius: 1.5mm; padding: 2mm 3mm; }
.two > div:last-child:nth-child(odd) { grid-column: 1 / -1; }
time { white-space: nowrap; }
.silent { color: #5c6470; }
.label { display: inline-block; border: 1px solid #1c1e21; border-radius: 1mm; padding: 0 1.5mm; font-weight: 700; }
.choices { list-style: none; margin: 1mm 0 4mm; padding: 0; display: flex; flex-wrap: wrap; gap: 1mm 6mm; }
.choices li::before { content: "\\2610\\a0"; }
.side { table-layout: fixed; border: 1px solid #d5d9df; }
.side td, .side th { border: 1px solid #d5d9df; padding: 2mm 3mm; font-weight: normal; }
.side .body { font-size: 10pt; }
mark { background: #ffe9a8; color: inherit; border-bottom: 2px solid #8a5a00; padding: 0 0.3mm;
  print-color-adjust: exact; -webkit-print-color-adjust: exact; }
mark b { font-size: 7.5pt; color: #6d4700; vertical-align: super; margin-right: 0.5mm; }
svg { display: block; width: 100%; height: auto; margin: 2mm 0; break-inside: avoid; }
svg text { font-size: 11px; fill: #1c1e21; }
svg .soft { fill: #5c6470; }
svg .axis { stroke: #c3c8d0; stroke-width: 1; }
svg .post { fill: #2a5db0; }
svg .judged { fill: #8a5a00; }
svg .calmed { fill: #fff; stroke: #1f7a4d; stroke-width: 2.5; }
svg .report { stroke: #b3261e; stroke-width: 2; }
.key svg { display: inline-block; width: 4mm; height: 4mm; margin: 0 1mm 0 0; vertical-align: -0.7mm; }
.key { display: flex; flex-wrap: wrap; gap: 1mm 6mm; font-size: 9pt; color: #3d434c; margin: 0; padding: 0;
  list-style: none; }
article.post { break-inside: auto; }
article.post h3 { margin: 0; }
.post figure { margin: 2mm 0; }
.post figure img { max-height: 120mm; }
@media screen and (max-width: 640px) { .two { grid-template-columns: 1fr; } }
"""
