// RUN: dqc-opt %s --passes='inline-gates,decompose,repeat<2>(merge-rotations)' --print-changed --print-after=decompose --verify-each --disable-output
OPENQASM 2.0;
include "qelib1.inc";
qreg q[1];
t q[0];
t q[0];
