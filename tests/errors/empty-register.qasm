OPENQASM 3.0;
include "stdgates.inc";
qubit[0] q;
bit[1 - 3] c;
x q;
