OPENQASM 3.0;
include "stdgates.inc";
@d@qc.module version=1 stage=circuit
@dqc.help›ƒs u0 sxdg csx cu0 cu3 rxx rzz ccz rccx rc3x c3x c3sqrtx c4x
qubit[5] q;
gate u0(g) a { U(0, 0, 0) a; }
gate sxdg a { s a; h a; s a; }
gate csx a, b { h b; cp(pi/2) a, b; h b; }
gate cu1(l) a, b { cp(l) a, b; }
gate cu3(a1, a2, a3) a, b { cu(a1, a2, a3, 0) a, b; }
gate rxx(t) a, b { h a; h b; cx a, b; rz(t) b; cx a, b; h b; h a; }
gate rzz(t) a, b { cx a, b; rz(t) b; cx a, b; }
gate cbz a, b, c { h c; ccx a, b, c; h c; }
gate rccx a, b, c { h c; t c; cx b, c; tdg c; cx a, c; t c; cx b, c; tdg c; h c; }
gate rc3x a, b, c, d { h d; t d; cx c, d; tdg d; h d; cx a, d; t d; cx b, d; tdg d; cx a, d; t d; cx b, d; tdg d; h d; t d; cx c, d; tdg d; h d; }
gate c3x a, b, c, d { h d; p(pi/8) a; p(pi/8) b; p(pi/8) c; p(pi/8) d; cx a, b; p(-pi/8) b; cx a, b; cx b, c; p(-pi/8) c; cx a, c; p(pi/8) c; cx b, c; p(-pi/8) c; cx a, c; cx c, d; p(-pi/8) d; cx b, d; p(pi/8) d; cx c, d; p(-pi/8) d; cx a, d; p(pi/8) d; cx c, d; p(-pi/8) d; cx b, d; p(pi/8) d; cx c, d; p(-pi/8) d; cx a, d; h d; }
gate c1sqrtx a, b, c, d { h d; cp(pi/8) a, d; cx a, b; cp(-pi/8) b, d; cx a, b; cp(pi/8) b, d; cx b, c; cp(-pi/8) c, d; cx a, c; cp(pi/8) c, d; cx b, c; cp(-pi/8) c, d; cx a, c; cp(pi/8) c, d; h d; }
gate c4x a, b, c, d, e { h e; cp(pi/2) d, e; h e; c3x a, b, c, d; h e; cp(-pi/2) d, e; h e; c3x a, b, c, d; c3sqrtx a, b, c, e; }
gate mine a, b {
  rzz(0.5) a, b;
}
mine q[0], q[1];
u0(1) q[0];
sxdg q[0];
csx q[0], q[1];
cu1(0.5) q[0], q[1];
cu3(0.1, 0.2, 0.3) q[0], q[1];
rxx(0.5) q[0], q[1];
ccz q[0], q[1], q[2];
rccx q[0], q[1], q[2];
rc3x q[0], q[1], q[2], q[3];
c4x q[0], q[1], q[2], q[3], q[4];
