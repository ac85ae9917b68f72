OPENQASM 3.0;
include "stdgates.inc";
@dqc.module version=1 stage=routed
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
@dqc.swapped id=4 qpus=0,3 path=0,1,3 use=cat packet=0 parts=0,1 outcomes=0,1
@dqc.swapped id=5 qpus=0,3 path=0,2,3 use=cat packet=1 parts=2,3 outcomes=3,4
@dqc.packet root=0 qpu=0 tree=4 gates=0 endings=6
@dqc.packet root=1 qpu=0 tree=5 gates=0 endings=7
qubit[2] d0;
qubit[1] c0;
qubit[2] c1;
qubit[2] c2;
qubit[2] c3;
bit[8] m;
@dqc.ebit id=0 qpus=0,1 path=0,1 use=swap whole=4
reset c0[0];
reset c1[0];
h c0[0];
cx c0[0], c1[0];
@dqc.ebit id=1 qpus=1,3 path=1,3 use=swap whole=4
reset c1[1];
reset c3[0];
h c1[1];
cx c1[1], c3[0];
@dqc.parity
cx c1[0], c1[1];
m[0] = measure c1[1];
@dqc.x_basis
h c1[0];
m[1] = measure c1[0];
if (m[0]) { x c3[0]; }
if (m[1]) { z c3[0]; }
@dqc.parity
cx d0[0], c0[0];
m[2] = measure c0[0];
if (m[2]) { x c3[0]; }
@dqc.ebit id=2 qpus=0,2 path=0,2 use=swap whole=5
reset c0[0];
reset c2[0];
h c0[0];
cx c0[0], c2[0];
@dqc.ebit id=3 qpus=2,3 path=2,3 use=swap whole=5
reset c2[1];
reset c3[1];
h c2[1];
cx c2[1], c3[1];
@dqc.parity
cx c2[0], c2[1];
m[3] = measure c2[1];
@dqc.x_basis
h c2[0];
m[4] = measure c2[0];
if (m[3]) { x c3[1]; }
if (m[4]) { z c3[1]; }
@dqc.parity
cx d0[1], c0[0];
m[5] = measure c0[0];
if (m[5]) { x c3[1]; }
@dqc.source 0
cp(pi/2) c3[0], c3[1];
@dqc.x_basis
h c3[0];
m[6] = measure c3[0];
if (m[6]) { z d0[0]; }
@dqc.x_basis
h c3[1];
m[7] = measure c3[1];
if (m[7]) { z d0[1]; }
