OPENQASM 3.0;
include "stdgates.inc";
qubit[pi] q;
qubit[2] r;
x r[4 / 2 - 1];
x r[2 ** -1];
