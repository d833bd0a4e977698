"""What is fast, measured: pages in a portfolio of any size on both databases, beside a floor. Never a timed
test.

`./run bench [PAGE …] [--projects N] [--database sqlite|postgresql]` prints a table and writes
`benchmarks/results/latest.json`. `./run bench import [--rows N]` measures a large workbook.
"""
