// RUN: dqc-opt --print-pipeline --passes=' inline-gates< max-gates = 0100 > , repeat< 3 >( cancel , merge-rotations ),route-ebits<paths=least-loaded>'
