"""How data/case.html looks, on a screen and on paper."""

STYLE = """
@page { size: A4; margin: 16mm 15mm 18mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #5c6470; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 8mm 6mm; max-width: 190mm; background: #fff; color: #1c1e21; line-height: 1.6;
  font: 10.5pt/1.6 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif; }
h1 { font-size: 18pt; margin: 0 0 1mm; }
h2 { font-size: 12.5pt; margin: 7mm 0 2mm; padding-bottom: 1mm; border-bottom: 1px solid #1c1e21;
  break-after: avoid; }
h3 { font-size: 11pt; margin: 1mm 0; break-after: avoid; }
p { margin: 1mm 0; }
.en { color: #5c6470; font-size: 86%; font-weight: normal; }
.lead { color: #1c1e21; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.8mm 2mm; border-bottom: 1px solid #d5d9df;
  overflow-wrap: anywhere; }
.facts th { width: 48mm; font-weight: normal; color: #3d434c; }
.facts th .en { display: block; line-height: 1.2; }
.files th { font-weight: normal; color: #3d434c; }
.files code { font-size: 7pt; }
.files tr { break-inside: avoid; }
.n { text-align: right; white-space: nowrap; overflow-wrap: normal; }
code, pre { font-family: Consolas, "DejaVu Sans Mono", monospace; font-size: 8.5pt; overflow-wrap: anywhere; }
pre { background: #f3f4f6; padding: 2mm 3mm; white-space: pre-wrap; }
article { border: 1px solid #d5d9df; border-radius: 1.5mm; padding: 2mm 3mm; margin: 2mm 0; }
article.around { border-width: 0 0 1px; border-radius: 0; padding: 2mm 0; margin: 0; }
article.judged { border-left: 1mm solid #8a5a00; padding-left: 3mm; background: #fff9ec; }
.body { white-space: pre-wrap; overflow-wrap: anywhere; }
.by { color: #3d434c; font-size: 9.5pt; break-after: avoid; }
.hash { color: #5c6470; font-size: 8pt; line-height: 1.4; }
.hash code { font-size: 8pt; }
.hash { break-before: avoid; }
.hint { color: #5c6470; font-size: 9.5pt; }
.mark { border: 1px solid #8a5a00; border-radius: 1mm; padding: 0 1.2mm; color: #6d4700; font-size: 9pt; }
.mark .en { color: inherit; }
figure { margin: 3mm 0 5mm; break-inside: avoid; }
figure img { display: block; max-width: 100%; max-height: 190mm; border: 1px solid #d5d9df; }
figcaption { font-size: 9.5pt; margin-top: 1mm; }
.missing { margin: 1mm 0; padding-left: 6mm; overflow-wrap: anywhere; }
.signing { display: flex; gap: 8mm; margin-top: 10mm; break-inside: avoid; }
.signing > span { flex: 1; border-top: 1px solid #1c1e21; padding-top: 1mm; font-size: 9pt; }
@media print { body { padding: 0; max-width: none; } }
"""
