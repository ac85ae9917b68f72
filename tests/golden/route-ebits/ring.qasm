// RUN: dqc-opt %s --passes=route-ebits --verify-each
// The second e-bit goes the other way round, whose links have made none yet.
OPENQASM 3.0;
include "stdgates.inc";
@dqc.module version=1 stage=distributed
@dqc.qpu id=0 data=2 comm=2 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.qpu id=1 data=2 comm=2 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.qpu id=2 data=2 comm=2 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.qpu id=3 data=2 comm=2 q1=1 q2=10 measure=20 reset=1 epr=100 hop=5
@dqc.link qpus=0,1 ebit_latency=100 p_success=1 fidelity=1 capacity=0
@dqc.link qpus=0,2 ebit_latency=100 p_success=1 fidelity=1 capacity=0
@dqc.link qpus=1,3 ebit_latency=100 p_success=1 fidelity=1 capacity=0
@dqc.link qpus=2,3 ebit_latency=100 p_success=1 fidelity=1 capacity=0
@dqc.source_qubits name=q size=2 scalar=0
@dqc.initial_map d0[0] d0[1]
@dqc.final_map d0[0] d0[1]
@dqc.packet root=0 qpu=0 tree=0 gates=0 endings=2
@dqc.packet root=1 qpu=0 tree=1 gates=0 endings=3
qubit[2] d0;
qubit[1] c0;
qubit[2] c3;
bit[4] m;
@dqc.ebit id=0 qpus=0,3 path=0,1,3 use=cat packet=0
reset c0[0];
reset c3[0];
h c0[0];
cx c0[0], c3[0];
@dqc.parity
cx d0[0], c0[0];
m[0] = measure c0[0];
if (m[0]) { x c3[0]; }
@dqc.ebit id=1 qpus=0,3 path=0,1,3 use=cat packet=1
reset c0[0];
reset c3[1];
h c0[0];
cx c0[0], c3[1];
@dqc.parity
cx d0[1], c0[0];
m[1] = measure c0[0];
if (m[1]) { x c3[1]; }
@dqc.source 0
cp(pi/2) c3[0], c3[1];
@dqc.x_basis
h c3[0];
m[2] = measure c3[0];
if (m[2]) { z d0[0]; }
@dqc.x_basis
h c3[1];
m[3] = measure c3[1];
if (m[3]) { z d0[1]; }
