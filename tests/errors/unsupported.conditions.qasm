OPENQASM 3.0;
include "stdgates.inc";
qubit q;
bit[2] c;
bit[70] w;
if (c[0] || c[1]) { x q; }
if (c == 1) { x q; } else { y q; }
if (c != 2) { x q; }
if (w == 0x1FFFFFFFFFFFFFFFFF) { x q; }
if (c[0]) {
  c[0] = measure q;
  x q;
}
if (c < 2) x q;
