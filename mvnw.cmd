@echo off
rem Runs the Maven on the PATH; the build needs 3.8 or later.
where mvn >nul 2>nul
if errorlevel 1 (
  echo mvnw: no Maven on the PATH. Install Maven 3.8 or later. 1>&2
  exit /b 1
)
mvn %*
