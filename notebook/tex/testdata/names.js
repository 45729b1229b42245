// Writes katex.txt: the commands and environments of KaTeX. Needs node and `npm install katex` in the folder it runs in.
const fs = require('fs')
const path = require.resolve('katex/dist/katex.mjs', { paths: [process.cwd()] })
let source = fs.readFileSync(path, 'utf8').replace(/^export .*$/m, '').replace(/export\s*\{[^}]*\};?/g, '')
source += '\n;globalThis.tables = { _functions, _macros, symbols, _environments };'
;(0, eval)(source)
const { _functions, _macros, symbols, _environments } = globalThis.tables
const names = new Set()
for (const table of [_functions, _macros, symbols.math, symbols.text]) {
  for (const name of Object.keys(table)) {
    if (name.startsWith('\\') && !name.startsWith('\\\\') && !name.includes('@') && name.trim().length > 1) names.add(name.slice(1))
  }
}
const environments = Object.keys(_environments).map(name => 'env:' + name)
fs.writeFileSync(process.argv[2], [...names].sort().concat(environments.sort()).join('\n') + '\n')
