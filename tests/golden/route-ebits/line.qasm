// RUN: dqc-opt %s --passes=route-ebits --verify-each
// An e-bit over two links becomes one per link and a swap in the middle.
OPENQASM 3.0;
include "stdgates.inc";
@dqc.module version=1 stage=distributed
@dqc.qpu id=0 data=1 comm=1 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.qpu id=1 data=1 comm=2 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.qpu id=2 data=1 comm=1 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.link qpus=0,1 ebit_latency=100 p_success=1 fidelity=1 capacity=0
@dqc.link qpus=1,2 ebit_latency=100 p_success=1 fidelity=1 capacity=0
@dqc.source_qubits name=q size=2 scalar=0
@dqc.initial_map d0[0] d2[0]
@dqc.final_map d0[0] d2[0]
@dqc.packet root=0 qpu=0 tree=0 gates=1 endings=1
qubit[1] d0;
qubit[1] c0;
qubit[1] d2;
qubit[1] c2;
bit[2] m;
@dqc.source 0
h d0[0];
@dqc.ebit id=0 qpus=0,2 path=0,1,2 use=cat packet=0
reset c0[0];
reset c2[0];
h c0[0];
cx c0[0], c2[0];
@dqc.parity
cx d0[0], c0[0];
m[0] = measure c0[0];
if (m[0]) { x c2[0]; }
@dqc.source 1
cp(pi) c2[0], d2[0];
@dqc.x_basis
h c2[0];
m[1] = measure c2[0];
if (m[1]) { z d0[0]; }
@dqc.source 2
h d2[0];
