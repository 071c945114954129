# What is held of the sources themselves.
if(EXISTS /usr/bin/python3) # Debian's, which has the packages, before any other that the path may lead to
  set(Python3_EXECUTABLE /usr/bin/python3)
endif()
find_package(Python3 REQUIRED COMPONENTS Interpreter)

add_test(NAME lint/headers COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/lint/headers.py ${CMAKE_C_COMPILER} ${RAPTOR_CFLAGS} ${REDLAND_CFLAGS})
add_test(NAME lint/literals COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/lint/literals.py)

# clang-format of another version than Debian 12's formats otherwise.
find_program(CLANG_FORMAT NAMES clang-format-14 clang-format REQUIRED)
add_test(NAME lint/format COMMAND ${CMAKE_SOURCE_DIR}/tools/format --check)
