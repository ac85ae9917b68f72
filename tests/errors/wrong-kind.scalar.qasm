OPENQASM 3.0;
include "stdgates.inc";
qubit q;
x q[0];
bit b;
b[0] = measure q;
