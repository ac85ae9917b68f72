OPENQASM 3.0;
include "stdgates.inc";
input float[64] h_;
input angle t;
gate g(a, b) p, q { rx(a * b - 1) p; crz(sin(a) ** 2 / b) p, q; }
qubit[2] q;
g(2 * t + pi/3, -h_) q[0], q[1];
ctrl @ inv @ rx(log(t) - 3 * h_) q[0], q[1];
rz(h_ - h_ + 1 / t) q;
