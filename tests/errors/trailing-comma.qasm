include "qelib1.inc";
qreg q[2];
gate g(a,) b, { rx(a,) b, ; }
g(1,) q[0],;
cx q[0], q[1],;
