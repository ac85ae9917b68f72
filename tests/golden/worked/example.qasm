// RUN: dqc-opt %s --passes='insert-processes,route-ebits,schedule' --verify-each --stats
// One packet over a tree of two e-bits, one teleport over an e-bit swapped at QPU 1: three QPUs in a line,
// q[0] controls gates on QPUs 1 and 2, q[1] moves from QPU 0 to QPU 2. The gates of q[0] commute; QPU 2 has its
// turn before the last one of QPU 1, so that its copy is made from that of QPU 1.
OPENQASM 3.0;
include "stdgates.inc";
@dqc.module version=1 stage=placed
@dqc.qpu id=0 data=2 comm=1 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.qpu id=1 data=2 comm=2 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.qpu id=2 data=2 comm=1 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.link qpus=0,1 ebit_latency=100 p_success=1 fidelity=1 capacity=0
@dqc.link qpus=1,2 ebit_latency=100 p_success=1 fidelity=1 capacity=0
@dqc.initial 0 0 1 1 2
@dqc.final 0 2 1 1 2
qubit[5] q;
@dqc.at 0
h q[0];
@dqc.at 0
U(0.3, 0, 0) q[1];
@dqc.at 1
U(0.5, -pi/2, pi/2) q[2];
@dqc.at 1
U(0.7, 0, 0) q[3];
@dqc.at 2
U(0.9, -pi/2, pi/2) q[4];
@dqc.at 1
h q[2];
@dqc.at 1
cp(pi) q[0], q[2];
@dqc.at 1
h q[2];
@dqc.at 0
rz(0.4) q[0];
@dqc.at 2
h q[4];
@dqc.at 2
cp(pi) q[0], q[4];
@dqc.at 2
h q[4];
@dqc.at 1
cp(pi/4) q[0], q[3];
@dqc.at 0
h q[0];
@dqc.at 2
h q[4];
@dqc.at 2
cp(pi) q[1], q[4];
@dqc.at 2
h q[4];
@dqc.at 2
U(0.6, 0, 0) q[1];
@dqc.at 2
cp(pi) q[4], q[1];
@dqc.at 2
U(0.2, -pi/2, pi/2) q[4];
