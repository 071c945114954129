# Tests of the whole program. Names tell what they are: case/ (folder cases), suite/, score/, lint/, long/ (with DM_TEST_LONG only).
option(DM_TEST_LONG "Test with valgrind, with sanitizers and against Oxigraph too" OFF)

# dm_case(<folder of tests/cases>...): one ctest each.
function(dm_case)
  foreach(folder IN LISTS ARGN)
    get_filename_component(name ${folder} NAME)
    add_test(NAME case/${name} COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/run_case.py $<TARGET_FILE:demarche> ${folder})
    set_tests_properties(case/${name} PROPERTIES ENVIRONMENT "${DM_LSAN}")
  endforeach()
endfunction()

# dm_script(<name> SECONDS <limit> COMMAND <script below tests> <argument>...): a script of Python.
function(dm_script name)
  cmake_parse_arguments(S "" "SECONDS" "COMMAND" ${ARGN})
  list(POP_FRONT S_COMMAND script)
  add_test(NAME ${name} COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/${script} ${S_COMMAND})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${S_SECONDS} COST ${S_SECONDS} ENVIRONMENT "${DM_LSAN}") # the long ones begin first
endfunction()

# A new folder is a new test; CMake looks again by itself.
file(GLOB commands CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/cases/*/command)
list(TRANSFORM commands REPLACE /command$ "")
dm_case(${commands})

find_program(JAVA java)
if(JAVA AND EXISTS /usr/share/java/jena-cmds.jar)
  set(riot ${CMAKE_CURRENT_SOURCE_DIR}/suites/jena.sh ${PROJECT_BINARY_DIR}/jena riotcmd.riot)
endif()

add_test(NAME suite/selftest COMMAND demarche selftest)
add_test(NAME suite/lint COMMAND demarche lint)
add_test(NAME suite/examples COMMAND demarche lint --examples) # each rule has two texts on which it fires and two near misses
set_tests_properties(suite/selftest suite/lint suite/examples PROPERTIES TIMEOUT 120 ENVIRONMENT "${DM_LSAN}")
dm_script(suite/formats SECONDS 300 COMMAND suites/formats.py $<TARGET_FILE:demarche> ${riot})
dm_script(suite/determinism SECONDS 200 COMMAND suites/determinism.py $<TARGET_FILE:demarche>)
dm_script(suite/identifiers SECONDS 60 COMMAND suites/identifiers.py $<TARGET_FILE:demarche>)
dm_script(suite/ministries SECONDS 60 COMMAND suites/ministries.py $<TARGET_FILE:demarche>)
dm_script(suite/identity SECONDS 100 COMMAND suites/identity.py $<TARGET_FILE:demarche>)
dm_script(suite/provenance SECONDS 60 COMMAND suites/provenance.py $<TARGET_FILE:demarche>)
dm_script(suite/metamorphic SECONDS 200 COMMAND suites/metamorphic.py $<TARGET_FILE:demarche>)
dm_script(suite/pages SECONDS 60 COMMAND suites/pages.py $<TARGET_FILE:demarche>)
dm_script(suite/answers SECONDS 60 COMMAND suites/answers.py $<TARGET_FILE:demarche>)
dm_script(suite/queries SECONDS 100 COMMAND suites/queries.py $<TARGET_FILE:demarche>)
add_executable(rdf_read suites/rdf_read.c)
target_link_libraries(rdf_read PRIVATE dm_raptor)
add_executable(answers suites/answers.c)
target_link_libraries(answers PRIVATE dm_evaluate)
dm_script(suite/w3c-sparql SECONDS 300 COMMAND suites/w3c_sparql.py $<TARGET_FILE:demarche>)
dm_script(suite/random-queries SECONDS 300 COMMAND suites/random_queries.py $<TARGET_FILE:answers> --queries 500)
dm_script(suite/w3c-rdf SECONDS 200 COMMAND suites/w3c_rdf.py $<TARGET_FILE:rdf_read>)
add_executable(ask_remote suites/ask_remote.c)
target_link_libraries(ask_remote PRIVATE dm_remote)
dm_script(suite/remote SECONDS 120 COMMAND suites/remote.py $<TARGET_FILE:ask_remote>)
dm_script(suite/redland SECONDS 120 COMMAND suites/redland.py $<TARGET_FILE:demarche> $<TARGET_FILE_DIR:librdf_storage_demarche>)
dm_script(suite/terminal SECONDS 600 COMMAND suites/terminal.py $<TARGET_FILE:demarche>)
dm_script(suite/install SECONDS 60 COMMAND suites/install.py ${PROJECT_BINARY_DIR})
dm_script(suite/limits SECONDS 1200 COMMAND suites/limits.py $<TARGET_FILE:demarche>)
dm_script(score/seeds SECONDS 60 COMMAND corpus/check_score.py $<TARGET_FILE:demarche> seeds)
dm_script(score/dev SECONDS 60 COMMAND corpus/check_score.py $<TARGET_FILE:demarche> dev)
dm_script(score/own SECONDS 60 COMMAND corpus/check_score.py $<TARGET_FILE:demarche> own)
dm_script(suite/folds SECONDS 120 COMMAND ../tools/folds --check --keep ${PROJECT_BINARY_DIR}/folds $<TARGET_FILE:demarche>)
set_tests_properties(suite/terminal PROPERTIES RUN_SERIAL ON) # it measures time

if(DM_TEST_LONG)
  dm_script(long/valgrind SECONDS 900 COMMAND suites/valgrind.py $<TARGET_FILE:demarche>)
  dm_script(long/sanitizers SECONDS 1200 COMMAND suites/sanitizers.py ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}-asan)
  dm_script(long/oxigraph SECONDS 300 COMMAND suites/oxigraph.py $<TARGET_FILE:demarche>)
endif()
