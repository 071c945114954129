# The program, its man page and completions (printed by itself), and what is installed. A program may be moved with the folder that it was installed in:
# it finds its data from where it lies.
file(RELATIVE_PATH data_from_program ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_DATADIR}/demarche)
target_compile_definitions(dm_cli PRIVATE
  DM_VERSION="${PROJECT_VERSION}"
  DM_BUILD_FOLDER="${PROJECT_BINARY_DIR}"
  DM_SOURCE_FOLDER="${PROJECT_SOURCE_DIR}"
  DM_DATA_FROM_PROGRAM="${data_from_program}")

add_executable(demarche cli/main.c)
target_link_libraries(demarche PRIVATE dm_cli)
set_target_properties(demarche PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})

# The index as a storage of librdf: a module that librdf loads by its name.
add_library(librdf_storage_demarche MODULE redland/storage.c)
target_link_libraries(librdf_storage_demarche PRIVATE dm_redland PkgConfig::REDLAND)
set_target_properties(librdf_storage_demarche PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/redland)

set(printed ${PROJECT_BINARY_DIR}/printed)
file(MAKE_DIRECTORY ${printed})
add_custom_command(
  OUTPUT ${printed}/demarche.1 ${printed}/demarche.bash ${printed}/_demarche
  COMMAND demarche help --man > ${printed}/demarche.1
  COMMAND demarche help --completion bash > ${printed}/demarche.bash
  COMMAND demarche help --completion zsh > ${printed}/_demarche
  DEPENDS demarche
  COMMENT "Printing the man page and the completions")
add_custom_target(printed ALL DEPENDS ${printed}/demarche.1)

install(TARGETS demarche RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS librdf_storage_demarche LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/redland)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/data/lexicon ${PROJECT_SOURCE_DIR}/data/rules ${PROJECT_SOURCE_DIR}/data/serve DESTINATION ${CMAKE_INSTALL_DATADIR}/demarche/data)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/ontology ${PROJECT_SOURCE_DIR}/queries DESTINATION ${CMAKE_INSTALL_DATADIR}/demarche)
install(FILES ${printed}/demarche.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${printed}/demarche.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME demarche)
install(FILES ${printed}/_demarche DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
