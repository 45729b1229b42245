// Rewrites reference.txt: the box of each formula as MathJax 3 sets it with its TeX font (Computer Modern). Needs node
// and `npm install mathjax-full@3` in the folder it runs in:
//
//	node …/reference.js …/reference.txt
//
// A line is style, width, height, depth (1/1000 em) and source, with tabs between; a new formula may have no numbers
// yet: style, tab, source.
const fs = require('fs')
const from = name => require(require.resolve('mathjax-full/js/' + name, { paths: [process.cwd()] }))
const { mathjax } = from('mathjax.js')
const { TeX } = from('input/tex.js')
const { SVG } = from('output/svg.js')
const { liteAdaptor } = from('adaptors/liteAdaptor.js')
const { RegisterHTMLHandler } = from('handlers/html.js')
const { AllPackages } = from('input/tex/AllPackages.js')

const adaptor = liteAdaptor()
RegisterHTMLHandler(adaptor)
const left = ['noundefined', 'noerrors', 'physics', 'bussproofs']
const doc = mathjax.document('', {
  InputJax: new TeX({ packages: AllPackages.filter(p => !left.includes(p)) }),
  OutputJax: new SVG({ fontCache: 'none' }),
})

const file = process.argv[2]
const out = fs.readFileSync(file, 'utf8').split('\n').map(line => {
  if (line === '' || line.startsWith('#')) return line
  const fields = line.split('\t')
  const style = fields[0], source = fields[fields.length - 1]
  const html = adaptor.outerHTML(doc.convert(source, { display: style === 'display' }))
  const box = /viewBox="\S+ (\S+) (\S+) (\S+)"/.exec(html)
  if (html.includes('data-mjx-error') || !box) throw new Error(source + ': ' + (/data-mjx-error="[^"]*"/.exec(html) || ''))
  const high = -Number(box[1]), wide = Number(box[2]), deep = Number(box[3]) - high
  return [style, Math.round(wide), Math.round(high), Math.round(deep), source].join('\t')
})
fs.writeFileSync(file, out.join('\n'))
