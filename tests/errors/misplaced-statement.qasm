OPENQASM 2.0;
include "qelib1.inc";
qreg q[2];
creg c[2];
if (c == 0) barrier q;
if (c == 0) if (c == 1) x q[0];
if (c == 0) qreg r[1];
gate g a {
  measure a -> c[0];
  reset a;
  include "x.inc";
  gate h b { }
}
g q[0];
