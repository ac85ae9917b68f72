OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
const uint n = 2;
const uint[2] wide = 4;
const int half = 0.5;
n = 3;
for int i in [0:0:1] { x q[i]; }
ctrl(0) @ x q[0], q[1];
x q[1:0];
