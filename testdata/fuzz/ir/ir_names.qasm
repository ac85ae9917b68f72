OPENQASM 3.0;
include "stdgates.inc";
@dqc.module version=1 stage=circuit
@dqc.name dqc_angle=angle
@dqc.name dqc_box=box
@dqc.name dqc_ctrl=ctrl
@dqc.name dqc_defcal=defcal
@dqc.name dqc_duration=duration
@dqc.name dqc_h=h
@dqc.name dqc_let=let
@dqc.opaque dqc_defcal
qubit[2] dqc_angle;
bit[1] dqc_let;
gate dqc_ctrl(dqc_duration) dqc_box, dqc_h {
  rz(dqc_duration) dqc_box;
  cx dqc_box, dqc_h;
}
gate dqc_defcal q {
}
dqc_ctrl(0.5) dqc_angle[0], dqc_angle[1];
dqc_let[0] = measure dqc_angle[0];
if (dqc_let == 1) { x dqc_angle[1]; }
