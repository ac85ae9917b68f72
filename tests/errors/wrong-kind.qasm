OPENQASM 2.0;
include "qelib1.inc";
qreg q[2];
creg c[2];
h c[0];
measure c[0] -> c[1];
measure q[0] -> q[1];
if (q == 0) h q[0];
q q[0];
h h;
gate g a { h a[0]; }
