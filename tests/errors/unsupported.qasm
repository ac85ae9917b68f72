OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
bit[2] c;
pow(0.5) @ h q[0];
for float k in [0:3] { h q[0]; }
array[int, 2] a;
extern f(int) -> int;
def f(qubit a) -> bit { return measure a; }
c[0] = c[1];
#pragma dqc off
x q[0];
while (c[1]) { x q[0]; }
rx(c[1]) q[0];
input int n;
cal { }
if (c[0]) { c[1] = 1; }
