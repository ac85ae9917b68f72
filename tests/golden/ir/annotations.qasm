// RUN: dqc-opt %s --network line:2,data=2,comm=1
// The source's own annotations are kept, the network is added.
OPENQASM 3.0;
include "stdgates.inc";
@keep.this in mind
qubit[2] q;
bit b;
bit[3] c;
@note
h q[0];
b = measure q[0];
if (b) { x q[1]; }
if (c == 5) { if (!c[1]) { z q[1]; } }
@last one
barrier q;
