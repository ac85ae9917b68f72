OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
bit[2] c;
pow(0.5) @ h q[0];
for float k in [0:3] { h q[0]; }
cx q[0:1][0], q[1];
box { x q[0]; }
def f(qubit a) -> bit { return measure a; }
measure q[0];
c[0] = 1;
#pragma dqc off
x q[0];
bit[2] d = "01";
while (c[0]) { x q[0]; }
rx(2 % 3) q[0];
rx(10ns) q[0];
