// RUN: dqc-opt %s
// Names that OpenQASM 3 cannot have are printed under others and come back.
OPENQASM 2.0;
include "qelib1.inc";
qreg angle[2];
creg let[1];
gate ctrl(duration) box, h { rz(duration) box; cx box, h; }
opaque defcal q;
ctrl(0.5) angle[0], angle[1];
measure angle[0] -> let[0];
if(let==1) x angle[1];
