// RUN: dqc-opt --device ../../testdata/devices/lab_7.json --passes='inline-gates,threshold-filter,symmetric-sample<count-matches>' --verify-each --stats %s
// The best line of three; q[1] is not used and goes nowhere.
OPENQASM 3.0;
include "stdgates.inc";
qubit[4] q;
bit[4] c;
h q[0];
cx q[0], q[2];
cx q[2], q[3];
c[0] = measure q[0];
