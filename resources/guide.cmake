# run402_guide: resources/guide as :/guide/… in the window. Made from the folder, so that a new page or picture is part
# of the next build.
set(guide_root "${CMAKE_CURRENT_SOURCE_DIR}/guide")
file(GLOB_RECURSE guide_files RELATIVE "${guide_root}" CONFIGURE_DEPENDS "${guide_root}/*.md" "${guide_root}/*.png")
list(SORT guide_files)
set(guide_entries "")
foreach(file IN LISTS guide_files)
    string(APPEND guide_entries "    <file alias=\"${file}\">${guide_root}/${file}</file>\n")
endforeach()
file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/guide.qrc" CONTENT
    "<RCC>\n  <qresource prefix=\"/guide\">\n${guide_entries}  </qresource>\n</RCC>\n")
add_library(run402_guide STATIC "${CMAKE_CURRENT_BINARY_DIR}/guide.qrc")
target_link_libraries(run402_guide PUBLIC run402_qt_options Qt6::Core)
