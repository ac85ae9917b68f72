OPENQASM 3.0;
include "stdgates.inc";
qubit q;
bit[2] c;
if (c) { x q; }
if (!c) { x q; }
if (c == q) { x q; }
