// RUN: dqc-opt %s --passes=inline-gates,decompose
// Of v w v^-1 only w stays conditional.
OPENQASM 2.0;
include "qelib1.inc";
qreg q[3];
creg c[1];
measure q[2] -> c[0];
if(c==1) cx q[0], q[1];
if(c==1) swap q[0], q[1];
if(c==1) y q[0];
if(c==0) reset q[2];
