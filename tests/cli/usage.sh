# Command lines that are wrong, and those that ask about dqcc itself.
. "$2/tests/cli/lib.sh"
ghz=$circuits/ghz_12.qasm

run 2 "$dqcc"
says "dqcc: error: missing -o DIR"
silent
run 2 "$dqcc" "$ghz" -o out --sed 3
says "unknown option '--sed'"
says "dqcc: hint: did you mean '--seed'?"
run 2 "$dqcc" "$ghz" -o out --emit=qpu,schedul
says "unknown word 'schedul' in --emit"
says "did you mean 'schedule'?"
run 2 "$dqcc" "$ghz" -o out -O7
run 2 "$dqcc" "$ghz" -o out --seed abc
run 2 "$dqcc" "$ghz" -o out --seed
run 2 "$dqcc" "$ghz" -o out --threads 0
run 2 "$dqcc" "$ghz" -o out --objective depth
run 2 "$dqcc" "$ghz" -o out --objective makespan
says "makespan only after one of them"
run 2 "$dqcc" "$ghz" -o out --objective ebits,cost
run 2 "$dqcc" "$ghz" -o out --objective cost --passes 'default<O1>'
says "--objective and --passes cannot be given together"
run 2 "$dqcc" "$ghz" -o out --objective cost --device device.json
run 2 "$dqcc" "$ghz" -o out --partition temporl
run 2 "$dqcc" "$ghz" -o out --partition static --passes 'default<O1>'
says "--partition and --passes cannot be given together"
run 2 "$dqcc" "$ghz" -o out --partition static --device device.json
says "--partition and --device cannot be given together"
run 2 "$dqcc" "$ghz" -o out --color sometimes
run 2 "$dqcc" "$ghz" -o out --network comlete:3
says "did you mean 'complete'?"
run 2 "$dqcc" "$ghz" -o out --passes 'inline-gates,decompos'
says "did you mean 'decompose'?"
run 2 "$dqcc" "$ghz" -o out --passes inline-gates
says "before 'scheduled'"
run 2 "$dqcc" "$ghz" "$ghz" -o out
says "two inputs would both write 'out/ghz_12'"
run 2 "$dqcc" - - -o out
run 2 "$dqcc" - --network - -o out
run 2 "$dqcc" "$ghz" -o -
says "one input and one --emit kind"
run 2 "$dqcc" "$ghz" -o - --emit=qpu
check "nothing was made" test ! -e out

run 0 "$dqcc" --version
prints "dqcc "
check "version on the first line" sh -c "head -n1 $work/.out | grep -qE '^dqcc [0-9]+\.[0-9]+\.[0-9]+$'"
run 0 "$dqcc" --help
check "help fits 60 lines" test "$(wc -l <"$work/.out")" -le 60
prints "--network"
run 74 sh -c "'$dqcc' --help >/dev/full"

run 0 "$dqcc" --print-pipeline -O0
prints "static-partition"
pipeline=$(cat "$work/.out")
run 0 "$dqcc" --print-pipeline --passes "$pipeline"
check "a printed pipeline prints itself" test "$(cat "$work/.out")" = "$pipeline"

run 0 "$dqcc" --print-pipeline --partition time-sliced -O3
prints "cancel,time-sliced-partition,insert-processes"
run 0 "$dqcc" --print-pipeline --partition temporal -O0
prints "cancel,temporal-partition,insert-processes"
run 0 "$dqcc" --print-pipeline --partition disqco
prints "cancel,temporal-partition<homes=data;packets=fixed>,insert-processes"
run 0 "$dqcc" --print-pipeline --objective cost,makespan
prints "temporal-partition<objective=link-cost;ties=makespan>,insert-processes<objective=link-cost>"
prints "route-ebits<objective=link-cost>"
run 0 "$dqcc" --print-pipeline --objective time --partition static
prints "static-partition,insert-processes<objective=link-time>"

# Response files: words, quotes, nesting; one that is not there is an ordinary word.
printf '%s\n' "--network 'complete:3'" '-O0' >more.rsp
printf '%s -o "out dir"\n@more.rsp -q\n' "$ghz" >all.rsp
run 0 "$dqcc" @all.rsp
check "three programs in 'out dir'" test -f "out dir/qpu2.qasm"
printf '@loop.rsp\n' >loop.rsp
run 2 "$dqcc" @loop.rsp
says "nested"
run 74 "$dqcc" @missing.rsp -o out
says "'@missing.rsp'"

# Colours: option, then NO_COLOR, then CLICOLOR_FORCE, then the terminal.
escape=$(printf '\033')
colored() { grep -q "$escape" "$work/.err"; }
run 2 "$dqcc" --nothing
check "no colour into a file" sh -c "! grep -q '$escape' $work/.err"
run 2 env CLICOLOR_FORCE=1 "$dqcc"
check "CLICOLOR_FORCE" colored
run 2 env CLICOLOR_FORCE=1 NO_COLOR=1 "$dqcc"
check "NO_COLOR wins" sh -c "! grep -q '$escape' $work/.err"
echo 'qreg q[2]; cx q[0];' >bad.qasm
run 1 env NO_COLOR=1 "$dqcc" --color=always bad.qasm -o out
check "--color=always wins" colored
finish
