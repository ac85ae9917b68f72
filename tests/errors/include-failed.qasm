OPENQASM 2.0;
include "nowhere.inc";
include "includes";
include "";
