# ruff: noqa: E501 – forms are tables
"""Forms that are played beside ODK's own engine, in the chat beside the terminal, and with and without what is kept."""

FORMS = {
    "relevance": """
| survey | | | | | | | |
| | type | name | label | relevant | constraint | required | calculation |
| | text | name | Name | | string-length(.) > 1 | yes | |
| | integer | size | Size of ${name} | | . > 0 and . < 20 | | |
| | select_one yn | farm | Farm? | ${size} != 3 | | | |
| | begin_group | land | Land | ${farm} = 'yes' | | | |
| | decimal | area | Area for ${size} | | . >= ${size} div 10 | ${size} > 3 | |
| | begin_group | soil | Soil | ${area} > 2 | | | |
| | select_multiple s | kinds | Kinds | | count-selected(.) < 3 | | |
| | calculate | first | | | | | selected-at(${kinds}, 0) |
| | end_group | | | | | | |
| | calculate | each | | | | | round(${area} div ${size}, 2) |
| | end_group | | | | | | |
| | note | told | ${each} each, ${first} first | ${each} != '' | | | |
| | calculate | all | | | | | concat(${name}, '-', ${size} + 1, '-', ${kinds}, if(${farm} = 'yes', ' farm', ' none')) |
| | rank s | order | Order | selected(${kinds}, 'b') | | | |
| | acknowledge | ok | OK? | not(${size} > 5) | | | |
| | range | mark | Mark | | | | |
| choices | | | | | | | |
| | list_name | name | label | | | | |
| | yn | yes | Yes | | | | |
| | yn | no | No | | | | |
| | s | a | Sand | | | | |
| | s | b | Clay | | | | |
| | s | c | Loam | | | | |
""",
    "repeats": """
| survey | | | | | | | |
| | type | name | label | relevant | constraint | default | calculation |
| | integer | floor | Least age | | | 2 | |
| | begin_repeat | person | Person | ${floor} < 50 | | | |
| | text | who | Who | | | concat('P', position(..)) | |
| | integer | age | Age of ${who} | | . >= ${floor} | | |
| | select_one yn | school | School | ${age} < 18 | | | |
| | begin_repeat | toy | Toy | ${age} < 12 | | | |
| | text | what | What for ${who} | | . != ${who} | | |
| | calculate | mark | | | | | concat(${who}, position(..), ${what}) |
| | end_repeat | | | | | | |
| | calculate | older | | | | | count(${person}[age > current()/../age]) |
| | calculate | toys | | | | | count(${toy}) |
| | calculate | before | | | | | indexed-repeat(${age}, ${person}, position(..) - 1) |
| | end_repeat | | | | | | |
| | calculate | people | | | | | count(${person}) |
| | calculate | oldest | | | | | max(${age}) |
| | calculate | names | | | | | join(', ', ${who}) |
| | calculate | pupils | | | | | count(${person}[school = 'yes']) |
| | note | end | ${people} people, ${names} | ${people} > 1 | | | |
| choices | | | | | | | |
| | list_name | name | label | | | | |
| | yn | yes | Yes | | | | |
| | yn | no | No | | | | |
""",
    "counted": """
| survey | | | | | | |
| | type | name | label | repeat_count | calculation | default |
| | integer | n | How many? | | | 1 |
| | begin_repeat | kid | Kid | if(${n} > 4, 4, ${n}) | | |
| | text | name | Name | | | concat('K', position(..)) |
| | integer | m | Toys? | | | |
| | end_repeat | | | | | |
| | calculate | names | | | join(' ', ${name}) | |
| | calculate | sum | | | sum(${m}) | |
| | begin_repeat | two | Two | 2 | | |
| | text | t | T | | | |
| | end_repeat | | | | | |
""",
    "choices": """
| survey | | | | | | |
| | type | name | label | choice_filter | calculation | relevant |
| | select_one province | province | Province | | | |
| | select_one district | district | District | province = ${province} | | |
| | select_multiple ward | wards | Wards | district = ${district} | | ${district} != '' |
| | select_one_from_file places.csv | place | Place | kind = ${province} | | |
| | calculate | said | | | jr:choice-name(${district}, '${district}') | |
| | calculate | pulled | | | pulldata('places', 'label', 'name', ${place}) | |
| | calculate | n | | | count-selected(${wards}) | |
| | select_one ward or_other | other | Other | | | |
| | select_one ward | mixed | Mixed | true() | | |
| choices | | | | | | |
| | list_name | name | label | province | district | |
| | province | qn | Quảng Ninh | | | |
| | province | hp | Hải Phòng | | | |
| | district | hl | Hạ Long | qn | | |
| | district | mc | Móng Cái | qn | | |
| | district | lc | Lê Chân | hp | | |
| | ward | ht | Hà Tu | | hl | |
| | ward | cx | Cao Xanh | | hl | |
| | ward | tp | Trần Phú | | mc | |
| | ward | ab | An Biên | | lc | |
""",
    "dates": """
| survey | | | | | | |
| | type | name | label | constraint | calculation | relevant |
| | date | from | From | . <= today() | | |
| | date | to | To | . >= ${from} | | |
| | time | at | At | | | |
| | calculate | days | | | ${to} - ${from} + 1 | |
| | calculate | whole | | | int(decimal-date-time(${to})) - int(decimal-date-time(${from})) | |
| | calculate | shown | | | format-date(${from}, '%d/%m/%Y %e %n %y') | |
| | calculate | later | | | format-date(date(decimal-date-time(${from}) + 7), '%Y-%m-%d') | |
| | text | why | Why so long? | | | ${days} > 30 |
| | calculate | month | | | number(substr(${from}, 5, 7)) | |
| | calculate | same | | | if(${from} = ${to}, 'one day', 'several') | |
| | integer | year | Year | . < 2100 and . > 1900 | number(format-date(${to}, '%Y')) | |
""",
    "functions": """
| survey | | | | |
| | type | name | label | calculation |
| | text | t | T | |
| | integer | i | I | |
| | decimal | d | D | |
| | select_multiple s | m | M | |
| | calculate | c1 | | concat(string-length(${t}), substr(${t}, 1, 3), substr(${t}, -2), contains(${t}, 'a'), starts-with(${t}, 'x')) |
| | calculate | c2 | | translate(normalize-space(${t}), 'abc', 'AB') |
| | calculate | c3 | | ${i} + ${d} * 2 - ${i} mod 3 |
| | calculate | c4 | | round(${d} div ${i}, 3) |
| | calculate | c5 | | if(${t} = '' or ${i} > 3, coalesce(${t}, 'none'), string(${d} >= ${i})) |
| | calculate | c6 | | checklist(1, 2, ${i} > 1, ${d} > 1, selected(${m}, 'a')) |
| | calculate | c7 | | weighted-checklist(2, 5, ${i} > 1, 2, ${d} > 1, 3) |
| | calculate | c8 | | regex(${t}, '^[a-z]+$') |
| | calculate | c9 | | digest(${t}, 'SHA-256', 'hex') |
| | calculate | e1 | | join('-', ${t}, ${i}, ${d}) |
| | calculate | e2 | | max(${i}, ${d}) |
| | calculate | e3 | | min(${i}, ${d}, 3) |
| | calculate | e4 | | int(${d}) |
| | calculate | e5 | | pow(${i}, 2) |
| | calculate | e6 | | selected-at(${m}, 1) |
| | calculate | e7 | | boolean-from-string(${i} = 1) |
| | calculate | e8 | | not(${t}) |
| | calculate | e9 | | count-non-empty(/data/t) + count-non-empty(/data/i) |
| | calculate | f1 | | ${i} = ${d} |
| | calculate | f2 | | ${i} != '' and ${d} != '' |
| | calculate | f3 | | number(${t}) |
| | calculate | f4 | | floor(${d}) + ceiling(${d}) + abs(${i}) |
| | calculate | f5 | | ends-with(${t}, 'z') |
| | calculate | f6 | | substring-before(${t}, 'b') |
| | calculate | f7 | | boolean(${i}) |
| | calculate | f8 | | - ${i} |
| | calculate | f9 | | ${i} div 0 |
| choices | | | | |
| | list_name | name | label | |
| | s | a | A | |
| | s | b | B | |
| | s | c | C | |
""",
    "triggers": """
| survey | | | | | | | |
| | type | name | label | calculation | trigger | read_only | repeat_count |
| | integer | a | A | | | |
| | integer | b | B | | | ${a} > 5 |
| | calculate | sum | | ${a} + ${b} | | |
| | calculate | last | | ${a} * 10 | ${b} | |
| | text | copy | Copy | concat('was ', ${b}) | ${a} | |
| | text | typed | Typed | concat('is ', ${a}) | | |
| | begin_repeat | r | R | | | | 2 |
| | integer | x | X | | | |
| | calculate | y | | ${x} + 1 | ${x} | |
| | end_repeat | | | | | |
""",
    "cascade in repeats": """
| survey | | | | | | | |
| | type | name | label | choice_filter | calculation | relevant | default |
| | select_multiple province | visited | Visited | | | | |
| | begin_repeat | trip | Trip ${n} | | | ${visited} != '' | |
| | calculate | n | | | position(..) | | |
| | select_one province | to | To | selected(${visited}, name) | | | |
| | select_one district | town | Town in ${to} | province = ${to} | | ${to} != '' | |
| | select_one ward or_other | ward | Ward | | | ${town} != '' | |
| | begin_repeat | stop | Stop | | | ${ward} = 'other' or ${ward} = 'ht' | |
| | select_multiple ward | seen | Seen in ${town} | district = ${town} | | | |
| | calculate | named | | | jr:choice-name(${town}, '${town}') | | |
| | integer | hours | Hours at ${named} | | | | position(../..) + position(..) |
| | end_repeat | | | | | | |
| | calculate | stops | | | count(${stop}) | | |
| | calculate | spent | | | sum(${hours}) | | |
| | end_repeat | | | | | | |
| | calculate | first | | | indexed-repeat(${town}, ${trip}, 1) | | |
| | calculate | inner | | | indexed-repeat(${hours}, ${trip}, 2, ${stop}, 1) | | |
| | calculate | all | | | sum(/data/trip/stop/hours) | | |
| | calculate | towns | | | join(',', /data/trip/town) | | |
| | select_one ${town} | best | Best | | | ${towns} != '' | |
| choices | | | | | | | |
| | list_name | name | label | province | district | | |
| | province | qn | Quảng Ninh | | | | |
| | province | hp | Hải Phòng | | | | |
| | province | bn | Bắc Ninh | | | | |
| | district | hl | Hạ Long | qn | | | |
| | district | mc | Móng Cái | qn | | | |
| | district | lc | Lê Chân | hp | | | |
| | ward | ht | Hà Tu | | hl | | |
| | ward | cx | Cao Xanh | | hl | | |
| | ward | tp | Trần Phú | | mc | | |
| | ward | ab | An Biên | | lc | | |
""",
    "defaults and once": """
| survey | | | | | | | |
| | type | name | label | calculation | default | trigger | relevant |
| | integer | a | A | | 4 | | |
| | integer | b | B of ${a} | | ${a} + 1 | | |
| | text | fixed | Fixed | | once(concat('x', ${a})) | | |
| | calculate | kept | | once(${a} * 2) | | | |
| | text | shown | Shown | concat(${a}, '/', ${b}) | | ${a}, ${b} | |
| | begin_group | g | G | | | | ${a} > 2 |
| | integer | c | C | | ${b} * 2 | | |
| | text | d | D | if(${c} > 9, 'much', '') | | ${a} | |
| | end_group | | | | | | |
| | begin_repeat | r | R | | | | ${b} != 7 |
| | integer | t | T | | | | |
| | integer | x | X | | position(..) * ${a} | | |
| | integer | y | Y | ${x} + ${a} | | ${t} | |
| | calculate | z | | sum(../../r/x) - ${x} | | | |
| | text | w | W ${z} | | concat(${a}, '-', position(..)) | | ${t} != 1 |
| | end_repeat | | | | | | |
| | calculate | last | | ${r}[last()]/x | | | |
| | calculate | some | | string-length(join('', ${w})) | | | |
""",
    "ranks and filters": """
| survey | | | | | | | |
| | type | name | label | choice_filter | relevant | constraint | calculation |
| | integer | least | Least | | | . < 6 | |
| | select_multiple food | likes | Likes | weight >= ${least} | | count-selected(.) <= 3 | |
| | rank food | order | Order | selected(${likes}, name) | count-selected(${likes}) > 1 | | |
| | calculate | top | | | | | selected-at(${order}, 0) |
| | calculate | heavy | | | | | instance('food')/root/item[name = ${top}]/weight |
| | calculate | many | | | | | count(instance('food')/root/item[weight > ${least}]) |
| | select_one food | swap | Instead of ${top} | name != ${top} and weight <= ${heavy} | ${top} != '' | | |
| | calculate | said | | | | | concat(jr:choice-name(${swap}, '${swap}'), '+', jr:choice-name(${top}, '${order}')) |
| | text | why | Why ${said}? | | ${swap} != '' and not(selected(${likes}, ${swap})) | regex(., '^[a-z ]+$') | |
| | select_multiple food or_other | more | More | | | | |
| | integer | sum | Sum | | selected(${more}, 'other') | . = ${many} or . > 10 | |
| choices | | | | | | | |
| | list_name | name | label | weight | | | |
| | food | rice | Rice | 5 | | | |
| | food | fish | Fish | 3 | | | |
| | food | egg | Egg | 1 | | | |
| | food | tea | Tea | 0 | | | |
""",
    "days in repeats": """
| survey | | | | | | | |
| | type | name | label | constraint | calculation | relevant | required |
| | date | start_day | From | | | | |
| | integer | nights | Nights | . >= 0 and . < 40 | | | ${start_day} != '' |
| | calculate | leaves | | | if(${start_day} != '' and ${nights} != '', date(decimal-date-time(${start_day}) + ${nights}), '') | | |
| | calculate | weekday | | | format-date(${leaves}, '%d %b %Y') | | |
| | begin_repeat | visit | Visit | | | ${nights} > 1 | |
| | date | day | Day after ${before} | . >= ${start_day} and . <= ${leaves} | | | yes |
| | calculate | before | | | if(position(..) = 1, ${start_day}, indexed-repeat(${day}, ${visit}, position(..) - 1)) | | |
| | calculate | since | | | ${day} - ${before} | | |
| | time | at | At | | | ${since} > 0 | |
| | calculate | minutes | | | round(decimal-time(${at}) * 24 * 60, 0) | | |
| | end_repeat | | | | | | |
| | calculate | longest | | | max(${since}) | | |
| | calculate | span | | | ${leaves} > ${start_day} | | |
| | calculate | month | | | format-date-time(${start_day}, '%m/%Y') | | |
| | calculate | valid | | | boolean-from-string(string(${nights} >= ${longest})) | | |
| | text | told | Told ${weekday} | | | ${longest} > 3 or count(${visit}[since > 1]) > 1 | |
""",
}
FILES = {"places.csv": "name,label,kind\np1,Chợ Hạ Long,qn\np2,Bến phà,hp\np3,Trường,qn\n"}
