# dqc-run: what it prints, that it is the same every time, and what stops it.
. "$2/tests/cli/lib.sh"
"$dqcc" "$circuits/adder_10.qasm" --network line:3 -q -o adder || exit 1
"$dqcc" "$circuits/teleport.qasm" --network line:3 -q -o teleport || exit 1

run 0 "$dqc_run" adder
prints "adder: 1000 runs on 3 QPUs, seed 0"
check "no messages" test ! -s "$work/.err"
planned=$(sed -n 's/.* planned //p' "$work/.out")
prints "min $planned, max $planned ticks"
run 0 "$dqc_run" adder --shots 20
prints "10000 20"
run 0 "$dqc_run" adder --shots 20 --measure-all --state vector
prints "10000 1000010010 20"
run 0 "$dqc_run" adder --runs 5 --order program --format json
prints '"order": "program"'
prints '"state": "none"'

# The same bytes for any number of threads; chance has its way with another seed.
for threads in 1 2 7; do
  run 0 "$dqc_run" teleport --shots 600 --p-success 0.3 -j $threads --format json -o t$threads.json
  silent
done
check "the same bytes" cmp t1.json t2.json
check "the same bytes" cmp t1.json t7.json
run 0 "$dqc_run" teleport --shots 600 --p-success 0.3 --seed 1 --format json -o seed1.json
check "another seed, other chance" sh -c "! cmp -s t1.json seed1.json"
run 0 "$dqc_run" teleport --runs 600 --p-success 0.3 --format json -o times.json
check "the times do not depend on the state" sh -c \
  "sed -n '/makespan/,/}/p' times.json >a; sed -n '/makespan/,/}/p' t1.json | cmp - a"

# Both ways to keep the state draw the same outcomes.
run 0 "$dqcc" "$circuits/ghz_12.qasm" --network line:4 -q -o ghz
run 0 "$dqc_run" ghz --shots 300 --state stabilizer --measure-all
sed 's/(stabilizer)//' "$work/.out" >stabilizer.txt
run 0 "$dqc_run" ghz --shots 300 --state vector --measure-all
check "the same counts" sh -c "sed 's/(vector)//' '$work/.out' | cmp - stabilizer.txt"
check "two of them" test "$(sed '1,/counts of/d' stabilizer.txt | wc -l)" = 2

# Nothing but the programs and schedule.json is read.
mkdir few
cp adder/qpu?.qasm adder/schedule.json few
run 0 "$dqc_run" few --shots 20
prints "10000 20"

# Usage.
run 2 "$dqc_run"
run 2 "$dqc_run" adder --runs 5 --shots 5
run 2 "$dqc_run" adder --measure-all
says "--measure-all needs --shots"
run 2 "$dqc_run" adder --p-success 0
run 2 "$dqc_run" adder --state tableau
run 2 "$dqc_run" adder --shot 3
says "did you mean '--shots'?"
run 74 "$dqc_run" nowhere
run 74 "$dqc_run" adder -o nowhere/report.json
run 1 "$dqc_run" adder --shots 5 --state stabilizer
says "not Clifford"

# broken SED FILE: a copy of `adder` with one file edited, in `broken`.
broken() {
  rm -rf broken
  cp -r adder broken
  sed "$1" "adder/$2" >"broken/$2"
  check "the edit changes $2" sh -c "! cmp -s adder/$2 broken/$2"
}
sender=$(grep -l '@dqc.send msg=0 ' adder/qpu?.qasm)
broken '/@dqc.send msg=0 /d' "$(basename "$sender")"
run 1 "$dqc_run" broken
says "message 0 never arrives"
receiver=$(grep -l '@dqc.recv msg=0 ' adder/qpu?.qasm)
broken '/@dqc.recv msg=0 /d' "$(basename "$receiver")"
run 1 "$dqc_run" broken
says "message 0 is not received once"
half=$(basename "$(grep -l '@dqc.ebit id=0 ' adder/qpu?.qasm | head -n 1)")
broken '/@dqc.ebit id=0 /d' "$half"
run 1 "$dqc_run" broken
says "e-bit 0 has 1 instead of two halves"
broken '/@dqc.ebit id=0 /s/use=[a-z]*:[A-Z]/use=swap:E/' "$half"
run 1 "$dqc_run" broken
says "e-bit 0: its halves do not match"
broken 's/"comm": 4/"comm": 0/' schedule.json
run 1 "$dqc_run" broken
says "memory overrun"
broken 's/"version": 1/"version": 2/' schedule.json
run 1 "$dqc_run" broken
says "not a dqc-schedule of version 1"
finish
