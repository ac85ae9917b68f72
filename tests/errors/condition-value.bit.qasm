OPENQASM 3.0;
include "stdgates.inc";
qubit q;
bit[2] c;
bit b;
if (c[1] == 2) { x q; }
if (b == 2) { x q; }
