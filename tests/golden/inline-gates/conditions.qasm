// RUN: dqc-opt %s --passes=inline-gates
// A condition on a call holds for each gate of the body; an empty body leaves nothing behind.
OPENQASM 2.0;
include "qelib1.inc";
gate bell p, r { h p; cx p, r; }
gate nothing p { }
qreg q[2];
creg c[2];
measure q[0] -> c[0];
if(c==1) bell q[0], q[1];
if(c==2) nothing q[0];
