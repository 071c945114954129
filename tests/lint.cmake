# What is held of the sources themselves.
find_package(Python3 REQUIRED COMPONENTS Interpreter)

add_test(NAME lint/headers COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/lint/headers.py ${CMAKE_C_COMPILER} ${RAPTOR_CFLAGS} ${REDLAND_CFLAGS})
add_test(NAME lint/literals COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/lint/literals.py)
